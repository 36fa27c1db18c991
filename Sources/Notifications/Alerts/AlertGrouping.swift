import Jobs

/// What the alerts of one report say to the same destination, as one message by mail and Slack. Each keeps a delivery of its
/// own; PagerDuty knows each alert by its key, and hears of each.
enum AlertGrouping {
    private struct Place {
        let notification: Int
        let delivery: Int
    }

    private struct Key: Hashable {
        let topic: String
        let severity: Severity
        let channel: Channel
        let recipient: String
    }

    /// - Returns: the same notifications, where the first delivery of several to a destination has the job of all.
    static func grouped(_ notifications: [PlannedNotification]) -> [PlannedNotification] {
        var grouped = notifications
        var leads: [Key: Place] = [:]
        for (index, planned) in notifications.enumerated() where planned.notification.content.isGrouped {
            for (number, delivery) in planned.deliveries.enumerated() {
                guard let job = delivery.job, delivery.channel == .email || delivery.channel == .slack else { continue }
                let key = Key(
                    topic: planned.notification.content.topic, severity: planned.notification.severity,
                    channel: delivery.channel, recipient: delivery.recipient)
                guard let place = leads[key] else {
                    leads[key] = Place(notification: index, delivery: number)
                    continue
                }
                var lead = grouped[place.notification].deliveries[place.delivery]
                lead.digestID = lead.id
                if var shared = lead.job, !job.after.isEmpty {
                    let known = Set(shared.after)
                    shared.after += job.after.filter { !known.contains($0) }
                    shared.afterFailed = .run
                    lead.job = shared
                }
                grouped[place.notification].deliveries[place.delivery] = lead
                grouped[index].deliveries[number].job = nil
                grouped[index].deliveries[number].digestID = lead.id
                grouped[index].deliveries[number].sharedJob = lead.job?.id
            }
        }
        return grouped
    }
}

extension NotificationContent {
    fileprivate var isGrouped: Bool { template?.treatment.isGrouped == true }
}
