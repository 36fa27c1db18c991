import Accounts
import Channels
public import Contracts
public import Foundation
public import Jobs

/// Makes a notification of what another part of the fleet asks for.
public struct RequestRunner: Sendable {
    private let store: NotificationStore
    private let minter = JobIDMinter()

    public init(store: NotificationStore) { self.store = store }

    /// - Parameter id: of the job, which is the event unless the request names another key.
    public func run(
        _ request: NotificationRequest, of tenant: UUID, as id: JobID, trace: TraceContext
    ) async throws -> JobOutcome {
        let key = request.dedupKey ?? "job.\(id)"
        if let known = try await store.notification(holding: key, of: tenant) {
            return .succeeded(try JobSuccess(Result(notificationID: known)))
        }
        let notification: NewNotification
        do {
            notification = try request.notification(id: minter.mint().uuid, tenant: tenant, key: key, trace: trace)
        } catch {
            let problems = error.problems.map { "\($0.pointer) \($0.message)" }.joined(separator: "; ")
            return .discarded(JobError(code: "invalid_request", message: problems))
        }
        let planned = try await store.plan(notification, minter: minter, now: ServerClock.shared.now)
        let result = Result(notificationID: notification.id)
        if planned.jobs.count > Limits.followUps {
            // More than a result may bring along: the key keeps a repetition from being another notification.
            do { try await store.create(planned) } catch is RepeatedNotification {}
            return .succeeded(try JobSuccess(result))
        }
        return .succeeded(try JobSuccess(result, effects: try planned.statements(), followUps: planned.jobs))
    }

    private struct Result: Encodable {
        let notificationID: UUID

        private enum CodingKeys: String, CodingKey {
            case notificationID = "notification_id"
        }
    }
}

extension NotificationRequest {
    fileprivate func notification(
        id: UUID, tenant: UUID, key: String, trace: TraceContext
    ) throws(InvalidRequest) -> NewNotification {
        var problems: [InvalidRequest.Problem] = []
        func reject(_ pointer: String, _ message: String) {
            problems.append(InvalidRequest.Problem(pointer: pointer, message: message))
        }
        var recipients: [Recipient] = []
        for (index, recipient) in to.enumerated() {
            if let user = recipient.userID {
                recipients.append(.user(user))
            } else if let role = recipient.role.flatMap(Role.init(rawValue:)) {
                recipients.append(.role(role))
            } else if let address = recipient.email.flatMap({ try? MailAddress($0) }) {
                recipients.append(.address(address, name: nil, locale: nil))
            } else {
                reject("/to/\(index)", "is no recipient")
            }
        }
        let link = link.flatMap { NotificationLink($0) }
        if self.link != nil, link == nil { reject("/link", "should be \(NotificationLink.expected)") }
        let template = Templates.named(template)
        if let template {
            problems += template.problems(of: data, link: link)
        } else {
            reject("/template", "is not known")
        }
        guard problems.isEmpty, let template else { throw InvalidRequest(problems: problems) }
        return NewNotification(
            id: id, tenant: tenant, userID: nil, content: .template(template, data: data), to: recipients,
            channels: nil,
            severity: severity.flatMap(Severity.init(rawValue:)), link: link, dedupKey: key, trace: trace)
    }
}
