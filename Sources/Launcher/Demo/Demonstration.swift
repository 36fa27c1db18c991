import Foundation
import Operations

/// One scan of everything, one notification, the bills of a month, an answer about a document and a class that revises, from request
/// to result, reported as it goes, in lines that fit a terminal of 100 columns.
struct Demonstration: Sendable {
    static let services = ["ec2", "s3", "vpc", "rds"]
    static let regions = ["eu-west-1", "eu-west-3", "us-east-1"]
    static let limit: Duration = .seconds(60)

    /// What a generation would be written by.
    enum Model: Sendable {
        /// No worker asks one.
        case notAsked
        case ready
        /// Why there is none.
        case missing(String)

        var isReady: Bool {
            if case .ready = self { true } else { false }
        }
    }

    let apiURL: String
    let cloud: DemoCloud
    /// Whether a worker delivers notifications.
    let notifies: Bool
    /// Where mail lands; nil where none is caught.
    let mails: String?
    /// Whether a worker bills.
    let bills: Bool
    let adminToken: Secret?
    /// Waits for what is still being fetched.
    let model: @Sendable () async -> Model
    let say: @Sendable (String) -> Void

    func run() async throws {
        let client = try await signUp()
        let clock = ContinuousClock()

        let asked = clock.now
        let answer = try await client.call(
            "/scans",
            body: .object([
                "provider": .string("aws"), "services": .array(Self.services.map { .string($0) }),
                "regions": .array(Self.regions.map { .string($0) }),
            ]), expecting: 202)
        let accepted = clock.now
        guard let id = answer.body["id"]?.string else { throw LaunchError("the answer of POST /scans has no id") }
        say("POST /scans for \(Self.services.joined(separator: ", ")): 202 after \(milliseconds(asked, accepted))")
        say("scan \(id) in \(Self.regions.joined(separator: ", "))")
        for run in answer.body["runs"]?.items ?? [] {
            say("  \(run["service"]?.string ?? "?"): job \(run["job_id"]?.string ?? "?")")
        }

        let scan = try await follow(answer.body["status_url"]?.string ?? "/scans/\(id)", client, since: accepted)
        let done = clock.now
        let status = scan["status"]?.string ?? "unknown"
        try await show(scan, id, client)
        say("request to 202: \(milliseconds(asked, accepted)), 202 to \(status): \(milliseconds(accepted, done))")
        guard status == "success" else { throw LaunchError("the scan ended as \(status)") }
        guard scan["complete"]?.boolean == true else { throw LaunchError("the scan did not see everything") }
        if notifies { try await notify(client) }
        if bills, let adminToken {
            let operators = DemoClient(base: apiURL, token: adminToken)
            try await bill(operators)
        }
        let model = await model()
        switch model {
        case .notAsked: break
        case .ready: try await generate(client)
        case .missing(let reason): say("skipped: no answer is generated, for there is no model (\(reason))")
        }
        if notifies { try await teach(hasModel: model.isReady) }
    }

    private func signUp() async throws -> DemoClient {
        let email = "demo-\(UUID().uuidString.prefix(8).lowercased())@demo.flotilla.example"
        let visitor = DemoClient(base: apiURL)
        let answer = try await visitor.call(
            "/auth/signup",
            body: .object([
                "email": .string(email), "password": .string("Demo-\(UUID().uuidString)"),
                "company_name": .string("Demo & Fils"), "role_arn": .string(DemoCloud.roleARN),
            ]), expecting: 201
        ).body
        guard let token = answer["token"]?.string, let externalID = answer.first("external_id") else {
            throw LaunchError("the answer of POST /auth/signup lacks its token or the account's external_id")
        }
        say("signed up \(email)")
        try await cloud.trust(externalID: externalID)
        say("\(DemoCloud.roleARN) now trusts")
        say("the account's external id \(externalID), and no other")
        return DemoClient(base: apiURL, token: Secret(token))
    }

    /// Returns the scan as it ended.
    private func follow(
        _ place: String, _ client: DemoClient, since accepted: ContinuousClock.Instant
    ) async throws -> JSONValue {
        var last = ""
        while ContinuousClock.now - accepted < Self.limit {
            let body = try await client.call(place, expecting: 200).body
            let runs = (body["runs"]?.items ?? []).map { run in
                "\(run["service"]?.string ?? "?") \(run["status"]?.string ?? "?")"
            }
            let status = body["status"]?.string ?? "unknown"
            let line = runs.joined(separator: ", ")
            if line != last { say("after \(milliseconds(accepted, .now)): \(line)") }
            last = line
            if status != "in_progress", status != "queued" {
                if let error = body.first("error") { say("error: \(error)") }
                return body
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LaunchError("the scan was not done within \(Self.limit)")
    }

    func milliseconds(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> String {
        String(format: "%.0f ms", (end - start) / .milliseconds(1))
    }
}
