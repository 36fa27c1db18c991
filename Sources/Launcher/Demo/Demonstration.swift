import Foundation
import Operations

/// One scan from request to result, told as it goes.
struct Demonstration: Sendable {
    static let regions = ["eu-west-1", "eu-west-3", "us-east-1"]
    static let limit: Duration = .seconds(60)
    private static let shownRows = 12

    let apiURL: String
    let cloud: DemoCloud
    let say: @Sendable (String) -> Void

    func run() async throws {
        let client = try await signUp()
        defer { client.close() }
        let clock = ContinuousClock()

        let asked = clock.now
        let answer = try await client.call(
            "/scans",
            body: .object([
                "provider": .string("aws"), "services": .array([.string("ec2")]),
                "regions": .array(Self.regions.map { .string($0) }),
            ]), expecting: 202)
        let accepted = clock.now
        guard let id = answer.body["id"]?.string else { throw LaunchError("the answer of POST /scans has no id") }
        say(
            "POST /scans for ec2 in \(Self.regions.joined(separator: ", ")): 202 after \(milliseconds(asked, accepted))"
        )
        say("scan \(id)")
        for run in answer.body["runs"]?.items ?? [] {
            say(
                "  run \(run["id"]?.string ?? "?") (\(run["service"]?.string ?? "?")), job \(run["job_id"]?.string ?? "?")"
            )
        }

        let status = try await follow(answer.body["status_url"]?.string ?? "/scans/\(id)", client, since: accepted)
        let done = clock.now
        let rows = try await resources(of: id, client)
        for line in Self.table(rows) { say(line) }
        say(
            "\(rows.count) instances; request to 202: \(milliseconds(asked, accepted)), 202 to \(status): \(milliseconds(accepted, done))"
        )
        guard status == "success" else { throw LaunchError("the scan ended as \(status)") }
        guard !rows.isEmpty else { throw LaunchError("the scan found nothing") }
    }

    private func signUp() async throws -> DemoClient {
        let email = "demo-\(UUID().uuidString.prefix(8).lowercased())@example.com"
        let visitor = DemoClient(base: apiURL)
        defer { visitor.close() }
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
        say("signed up \(email) with the role \(DemoCloud.roleARN)")
        try await cloud.trust(externalID: externalID)
        say("the role now trusts the account's external id \(externalID), and no other")
        return DemoClient(base: apiURL, token: Secret(token))
    }

    /// Returns the last status.
    private func follow(
        _ place: String, _ client: DemoClient, since accepted: ContinuousClock.Instant
    ) async throws -> String {
        var last = ""
        while ContinuousClock.now - accepted < Self.limit {
            let body = try await client.call(place, expecting: 200).body
            let runs = (body["runs"]?.items ?? []).compactMap { $0["status"]?.string }.joined(separator: ", ")
            let status = body["status"]?.string ?? "unknown"
            let line = "\(status)\(runs.isEmpty ? "" : " (\(runs))")"
            if line != last { say("after \(milliseconds(accepted, .now)): \(line)") }
            last = line
            if status != "in_progress", status != "queued" {
                if let error = body.first("error") { say("error: \(error)") }
                return status
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw LaunchError("the scan was not done within \(Self.limit)")
    }

    private func resources(of id: String, _ client: DemoClient) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var place = "/scans/\(id)/resources?type=ec2_instance&limit=100"
        while true {
            let page = try await client.call(place, expecting: 200).body
            rows += page["items"]?.items ?? []
            guard let next = page["next_cursor"]?.string, rows.count < 1000,
                let escaped = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
            else { return rows }
            place = "/scans/\(id)/resources?type=ec2_instance&limit=100&cursor=\(escaped)"
        }
    }

    private func milliseconds(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> String {
        String(format: "%.0f ms", (end - start) / .milliseconds(1))
    }

    static func table(_ rows: [JSONValue]) -> [String] {
        let names = ["instance_id", "instance_type", "state", "region", "private_ip"]
        let lines = [names] + rows.prefix(shownRows).map { row in names.map { row[$0]?.string ?? "-" } }
        let widths = names.indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        let shown = lines.map { line in
            zip(line, widths).map { $0.padding(toLength: $1, withPad: " ", startingAt: 0) }.joined(separator: "  ")
        }
        return shown + (rows.count > shownRows ? ["… and \(rows.count - shownRows) more"] : [])
    }
}
