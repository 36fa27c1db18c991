public import Accounts

extension Template {
    /// By which channels a message goes of which a request names none. Alerts go where their severity leads: P1 to PagerDuty
    /// and Slack, P2 to Slack and by e-mail, P3 to Slack.
    public func channels(at severity: Severity) -> [Channel] {
        guard treatment.channels == [.slack] else { return treatment.channels }
        switch severity {
        case .p1: return [.pagerduty, .slack]
        case .p2: return [.slack, .email]
        case .p3: return [.slack]
        }
    }

    /// What is wrong with the channels that a request names.
    public func problems(of order: ChannelOrder) -> [InvalidRequest.Problem] {
        guard treatment.isAboutAccess, let index = order.channels.firstIndex(where: { $0 != .email }) else { return [] }
        // With fallbacks, the place among the channels is none in the list.
        let place = order.fallbacks.isEmpty ? "/channels/\(index)" : "/channels"
        return [InvalidRequest.Problem(pointer: place, message: "should be email: \(name) goes by no other way")]
    }

    /// Whether a delivery that may have arrived is tried again where its channel has no key.
    public func repeatsUnknown(at severity: Severity) -> Bool { treatment.repeatsUnknown && severity == .p1 }
}
