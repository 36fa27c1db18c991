import Foundation

extension Demonstration {
    private static let shownInstances = 5
    private static let shownFindings = 24
    private static let severities = ["critical", "high", "medium", "low"]
    /// A type, and what its rows are called.
    private static let types = [
        ("ec2_instance", "instances"), ("s3_bucket", "buckets"), ("vpc", "networks"), ("rds_instance", "databases"),
    ]

    /// What a scan looked at, what it found, and what is wrong with that.
    func show(_ scan: JSONValue, _ id: String, _ client: DemoClient) async throws {
        say("")
        say("what was looked at, and how much there is")
        for line in Self.completeness(scan) { say("  \(line)") }
        var counts: [String] = []
        for (type, name) in Self.types {
            let rows = try await all("/scans/\(id)/resources?type=\(type)", client)
            counts.append("\(rows.count) \(name)")
            if type == "ec2_instance" {
                say("")
                for line in Self.instances(rows) { say("  \(line)") }
            }
            if rows.isEmpty { throw LaunchError("the scan found no \(name)") }
        }
        // The account was made for this scan: its findings are the scan's.
        let findings = try await all("/findings?status=open", client)
        say("")
        for line in Self.findings(findings) { say("  \(line)") }
        say("")
        let bySeverity = Self.severities.map { severity in
            "\(findings.count { $0["severity"]?.string == severity }) \(severity)"
        }
        say("\(counts.joined(separator: ", "))")
        say("\(findings.count) findings: \(bySeverity.joined(separator: ", "))")
    }

    /// Every page of a list.
    private func all(_ list: String, _ client: DemoClient) async throws -> [JSONValue] {
        var rows: [JSONValue] = []
        var place = "\(list)&limit=100"
        while true {
            let page = try await client.call(place, expecting: 200).body
            rows += page["items"]?.items ?? []
            guard let next = page["next_cursor"]?.string, rows.count < 1000,
                let escaped = next.addingPercentEncoding(withAllowedCharacters: .alphanumerics)
            else { return rows }
            place = "\(list)&limit=100&cursor=\(escaped)"
        }
    }

    /// A line for each service, a column for each region, and the reasons where something is not known.
    static func completeness(_ scan: JSONValue) -> [String] {
        let lines = scan["completeness"]?.items ?? []
        func names(_ field: String) -> [String] {
            lines.reduce(into: []) { names, line in
                let name = line[field]?.string ?? "-"
                if !names.contains(name) { names.append(name) }
            }
        }
        let places = names("region").sorted { ($0 == "global" ? 1 : 0, $0) < ($1 == "global" ? 1 : 0, $1) }
        let rows = names("service").map { service in
            [service]
                + places.map { place in
                    let cell = lines.first {
                        $0["service"]?.string == service && ($0["region"]?.string ?? "-") == place
                    }
                    guard let cell, let status = cell["status"]?.string else { return "" }
                    return place == "global" ? status : "\(status) \(cell["resources"]?.integer ?? 0)"
                }
        }
        let reasons = lines.compactMap { line -> String? in
            guard let reason = line["reason"]?.string else { return nil }
            return "\(line["service"]?.string ?? "?") \(line["region"]?.string ?? ""): \(reason)"
        }
        return TextTable.lines(["service"] + places, rows) + reasons
    }

    static func instances(_ rows: [JSONValue]) -> [String] {
        let names = ["instance_id", "instance_type", "state", "region", "private_ip"]
        let shown = rows.prefix(shownInstances).map { row in names.map { row[$0]?.string ?? "-" } }
        return TextTable.lines(names, shown) + rest(rows.count - shownInstances)
    }

    /// The worst first.
    static func findings(_ findings: [JSONValue]) -> [String] {
        let rows = findings.map { finding in
            [
                finding["severity"]?.string ?? "?", finding["resource"]?["identifier"]?.string ?? "?",
                finding["title"]?.string ?? finding["rule"]?.string ?? "?",
            ]
        }
        func order(_ row: [String]) -> (Int, String, String) {
            (severities.firstIndex(of: row[0]) ?? severities.count, row[2], row[1])
        }
        let sorted = rows.sorted { order($0) < order($1) }
        return TextTable.lines(["severity", "resource", "what"], Array(sorted.prefix(shownFindings)))
            + rest(rows.count - shownFindings)
    }

    private static func rest(_ count: Int) -> [String] { count > 0 ? ["… and \(count) more"] : [] }
}
