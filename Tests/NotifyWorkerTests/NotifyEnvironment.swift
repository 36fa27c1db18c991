import ChannelTestSupport
import FleetTestSupport
import Foundation
import MailTestSupport

/// An API and a worker of notifications, with a school.
final class NotifyEnvironment: Environment {
    @TaskLocal private static var value: NotifyEnvironment?
    static var slot: TaskLocal<NotifyEnvironment?> { $value }

    let fleet: Fleet
    let school: Tenant
    let admin: Caller
    /// Listens for webhooks.
    let sink: ChannelServer
    let slack: ChannelServer
    let pagerDuty: ChannelServer
    /// Takes mail, or does what a recipient's name says.
    let mail: FaultyMailServer

    private init(fleet: Fleet, _ servers: Servers, school: Tenant, admin: Caller) {
        self.fleet = fleet
        sink = servers.sink
        slack = servers.slack
        pagerDuty = servers.pagerDuty
        mail = servers.mail
        self.school = school
        self.admin = admin
    }

    static func start() async throws -> NotifyEnvironment {
        async let starting = Servers.start()
        let fleet = try await Fleet.start(
            .init(environment: ["FLOTILLA_BENCH": "1", "FLOTILLA_WEBHOOK_ALLOW": "127.0.0.1"]))
        try await fleet.startAPI()
        let servers = try await starting
        _ = try await fleet.startWorker("NotifyWorker", servers.settings)
        return NotifyEnvironment(
            fleet: fleet, servers, school: try await fleet.signUp(),
            admin: try await fleet.user(role: "admin"))
    }

    func stop() async { await fleet.stop() }
}

/// The other sides.
struct Servers: Sendable {
    let sink: ChannelServer
    let slack: ChannelServer
    let pagerDuty: ChannelServer
    let mail: FaultyMailServer

    static func start() async throws -> Servers {
        async let sink = ChannelServer(.webhook)
        async let slack = ChannelServer(.slack)
        async let pagerDuty = ChannelServer(.pagerduty)
        async let mail = FaultyMailServer()
        try await slack.set { $0.hooks = ["/services/T0/B0/right", "/services/T0/B0/alerts"] }
        return Servers(
            sink: try await sink, slack: try await slack, pagerDuty: try await pagerDuty, mail: try await mail)
    }

    /// What a worker reads to reach them.
    var settings: [String: String] {
        [
            "SMTP_URL": "smtp://127.0.0.1:\(mail.ports.raw)", "SMTP_FROM": "Flotilla <no-reply@flotilla.test>",
            "SLACK_WEBHOOK_URL_CRITICAL": slack.url("/services/T0/B0/right"),
            "SLACK_WEBHOOK_URL_ALERTS": slack.url("/services/T0/B0/alerts"),
            "PAGERDUTY_ROUTING_KEY": ChannelServer.routingKey, "PAGERDUTY_EVENTS_URL": pagerDuty.url("/v2/enqueue"),
        ]
    }
}

extension NotifyEnvironment {
    func join(
        _ school: Caller, role: String = "student", name: String? = nil, locale: String? = nil
    ) async throws -> (caller: Caller, id: String, email: String) {
        try await fleet.join(school, role: role, name: name, locale: locale)
    }
}

extension Fleet {
    /// A user whom the school invites, signed in.
    func join(
        _ school: Caller, role: String = "student", name: String? = nil, locale: String? = nil
    ) async throws -> (caller: Caller, id: String, email: String) {
        let email = "\(role)-\(UUID().uuidString.lowercased())@school.test"
        var body: [String: JSON] = ["email": .string(email), "role": .string(role)]
        body["name"] = name.map { .string($0) }
        body["locale"] = locale.map { .string($0) }
        let invited = try await school.post("/users", .object(body))
        guard let token = invited["invite_token"].string, let id = invited["id"].string else {
            throw Unexpected(invited)
        }
        let accepted = try await anybody.post(
            "/auth/accept", ["token": .string(token), "password": "correct horse battery staple"])
        guard let token = accepted["token"].string else { throw Unexpected(accepted) }
        return (Caller(url: anybody.url, token: token), id, email)
    }
}

extension Caller {
    /// Sends a notification and returns the answer of its acceptance.
    func notify(_ to: JSON, _ more: [String: JSON] = [:]) async throws -> Answer {
        var body: [String: JSON] = ["to": to]
        if more["template"] == nil {
            body["subject"] = "A word"
            body["body"] = "Of some importance."
        }
        let answer = try await post("/notifications", .object(body.merging(more) { $1 }))
        guard answer.status == 202 else { throw Unexpected(answer) }
        return answer
    }

    /// Waits until the jobs of a notification's deliveries are settled, and returns it.
    func delivered(_ accepted: Answer) async throws -> JSON {
        for delivery in accepted["deliveries"].array {
            if let job = delivery["job_id"].string { _ = try await settled(job) }
        }
        guard let place = accepted["status_url"].string else { throw Unexpected(accepted) }
        return try await get(place).json
    }
}
