import AWSTestSupport
import FleetTestSupport
import Foundation
import TestSupport
import Testing

@Suite(
    "A second opinion on what is wrong", .serialized, FleetScope<PlantedEnvironment>(),
    .logs(of: PlantedEnvironment.self))
struct SecondOpinionTests {
    typealias Subject = SecondOpinion.Subject

    private static let environment = ProcessInfo.processInfo.environment
    /// Flotilla's wall time may be this part of Prowler's.
    private static let part = 20.0

    let estate: PlantedEnvironment

    init() throws { estate = try PlantedEnvironment.current }

    /// What Flotilla says: every rule over every resource that it found.
    private func verdicts() async throws -> (verdicts: [Subject: Bool], times: [String: Duration]) {
        var verdicts: [Subject: Bool] = [:]
        var times: [String: Duration] = [:]
        for (account, company) in estate.companies {
            let caller = company.caller
            let scan = try await caller.wholeScan()
            #expect(scan.view["status"] == "success" && scan.view["complete"] == true, "\(scan.view)")
            times[account] = scan.time
            let open = try await caller.findings("open")
            for service in try await caller.get("/providers")["items"][0]["services"].array {
                for type in service["resource_types"].array {
                    let rows = try await caller.pages("/resources?type=\(type["type"].string ?? "")", limit: 100)
                    for row in rows.flatMap({ $0 }) {
                        let (identifier, name) = Self.names(row)
                        for rule in type["rules"].array.compactMap({ $0["rule"].string }) {
                            verdicts[Subject(account: account, rule: rule, resource: name)] =
                                open.contains("\(rule) \(identifier)")
                        }
                        // No rule of its own, but what the critical one is made of.
                        if let isEncrypted = row["is_encrypted"].bool, row["bucket_name"] != nil {
                            let subject = Subject(account: account, rule: "s3_bucket_unencrypted", resource: name)
                            verdicts[subject] = !isEncrypted
                        }
                    }
                }
            }
        }
        return (verdicts, times)
    }

    /// What AWS calls a resource, and the planted name of what has a random one.
    private static func names(_ row: JSON) -> (String, String) {
        let own = row["bucket_name"].string ?? row["db_identifier"].string
        if let own { return (own, own) }
        let identifier = row["instance_id"].string ?? row["vpc_id"].string ?? ""
        let region = row["region"].string ?? ""
        return (identifier, row["tags"]["Name"].string ?? "default-\(region)")
    }

    @Test("the findings are those that Prowler and Cloud Custodian had on the same estate, but for what is told")
    func stored() async throws {
        let opinion = try SecondOpinion.stored()
        for tool in SecondOpinion.tools { #expect(opinion.verdicts.contains { $0.tool == tool && $0.isMet }) }
        let (ours, times) = try await verdicts()
        let complaints = opinion.disagreements(with: ours)
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        for rule in Set(ours.keys.map(\.rule)) {
            #expect(ours.contains { $0.key.rule == rule && $0.value }, "nothing planted breaks \(rule)")
            #expect(ours.contains { $0.key.rule == rule && !$0.value }, "nothing planted keeps \(rule)")
        }
        print("figure: the planted estate scanned in \(Self.text(times)); \(opinion.verdicts.count) verdicts compared")
    }

    @Test("the stored opinions are those of the versions that are pinned")
    func versions() throws {
        let opinion = try SecondOpinion.stored()
        for (tool, package) in [("prowler", "prowler"), ("custodian", "c7n")] {
            let file = PlantedEnvironment.root.appendingPathComponent("Scripts/requirements/\(tool).txt")
            let pin = "\(package)==\(opinion.versions[tool] ?? "")"
            #expect(try String(contentsOf: file, encoding: .utf8).split(separator: "\n").contains { $0 == "\(pin) \\" })
        }
    }

    @Test(
        "Prowler and Cloud Custodian, run on the same estate now, still say so, and take twenty times as long",
        .enabled(if: Settings.isFull, "the tools take minutes: ./test --full"), .timeLimit(.minutes(15)))
    func live() async throws {
        let prowler = try #require(Self.environment["FLOTILLA_TEST_PROWLER"], "the folder of Prowler's environment")
        let custodian = try #require(Self.environment["FLOTILLA_TEST_CUSTODIAN"], "that of Cloud Custodian's")
        let (ours, times) = try await verdicts()
        // The quickest of three: a neighbour's build is no part of it.
        var own = try #require(times["open"])
        let caller = try estate.company("open").caller
        for _ in 0..<2 { own = min(own, try await caller.wholeScan().time) }
        // From here on this cloud checks nothing.
        let opinion = try JSONDecoder().decode(
            SecondOpinion.self, from: await estate.moto.opinions(prowler: prowler, custodian: custodian))
        let complaints = opinion.disagreements(with: ours)
        #expect(complaints.isEmpty, "\(complaints.joined(separator: "\n"))")
        let stored = try SecondOpinion.stored()
        #expect(Self.lines(opinion) == Self.lines(stored), "renew the stored opinions: Scripts/opinions.sh")
        let theirs = try #require(opinion.seconds["prowler.open"])
        let custodians = opinion.seconds["custodian.open"] ?? 0
        print("figure: the open account took Flotilla \(own), Prowler \(theirs) s, Cloud Custodian \(custodians) s")
        #expect(own < .seconds(theirs / Self.part))
    }

    private static func lines(_ opinion: SecondOpinion) -> Set<String> {
        Set(opinion.verdicts.map { "\($0.tool) \($0.subject) \($0.isMet)" })
    }

    private static func text(_ times: [String: Duration]) -> String {
        times.sorted { $0.key < $1.key }.map { "\($0.value) (\($0.key))" }.joined(separator: ", ")
    }
}
