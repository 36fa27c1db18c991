import AWS
import AWSTestSupport
import CloudScanners
import Foundation
import Testing

// One after another: they share a server, which takes seconds to start.
@Suite("Scanning EC2 in an AWS that checks who asks for what", .serialized)
struct EC2ScannerTests {
    private static let server = Task { try await MotoServer() }

    private static func freshMoto() async throws -> MotoServer {
        let moto = try await server.value
        try await moto.reset()
        return moto
    }

    @Test("1,200 instances in four regions are found over real pages, by reading calls only")
    func large() async throws {
        let moto = try await Self.freshMoto()
        let key = try await moto.makeWorker()
        let arn = try await moto.makeRole(in: tenant, externalID: "external-1")
        let made = [("eu-west-1", 1050), ("us-east-1", 100), ("ap-southeast-2", 40), ("sa-east-1", 10)]
        var expected: Set<String> = []
        for (region, count) in made {
            expected.formUnion(try await moto.makeInstances(count, in: tenant, region: region, tags: ["team": "a"]))
        }
        try await moto.record()
        // moto's pages count batches of 50 instances.
        let findings = try await scanner(moto.url, key: key) { $0.pageSize = 10 }
            .scan(.role(arn, externalID: "external-1"))
        #expect(findings.error == nil)
        #expect(findings.accountID == tenant)
        let instances = findings.all(EC2Instance.self)
        #expect(instances.count == 1200)
        #expect(Set(instances.map(\.instanceID)) == expected)
        #expect(Set(instances.map(\.region.name)) == Set(made.map(\.0)))
        for (region, count) in made {
            let outcome = findings.regions.first { $0.region == region }
            #expect(outcome?.resources == count)
            // A page for which the server takes too long is asked for again.
            #expect(outcome?.calls ?? 0 >= (count + 499) / 500)
        }
        #expect(findings.regions.count > 20)
        #expect(findings.regions.allSatisfy { $0.status == .ok })
        try await expectDiscretion(moto, key)
    }

    /// What the recorder shows: the external id, reading calls only, and no secret where it would be logged.
    private func expectDiscretion(_ moto: MotoServer, _ key: MotoServer.Key) async throws {
        let calls = try await moto.recorded()
        let assumed = calls.filter { $0.action == "AssumeRole" }
        #expect(assumed.map { $0.parameters["ExternalId"] } == ["external-1"])
        #expect(
            Set(calls.map(\.action)) == ["AssumeRole", "GetCallerIdentity", "DescribeRegions", "DescribeInstances"])
        for call in calls {
            #expect(call.method == "POST")
            #expect(!call.url.contains("?"))
            #expect(!call.url.contains(key.accessKeyID) && !"\(call)".contains(key.secretAccessKey))
        }
    }

    @Test("every field comes through: state, type, addresses, network, time, and tags with odd characters")
    func fields() async throws {
        let moto = try await Self.freshMoto()
        let key = try await moto.makeWorker()
        let arn = try await moto.makeRole(in: tenant, externalID: "external-1")
        let tags = [
            "Name": "web <&> \"1\"", "empty": "", "🛰": "é", String(repeating: "k", count: 128): "long",
        ]
        let running = try await moto.makeInstances(1, in: tenant, region: "eu-west-1", type: "m5.large", tags: tags)
        let stopped = try await moto.makeInstances(2, in: tenant, region: "eu-west-1", state: "stopped")
        let terminated = try await moto.makeInstances(1, in: tenant, region: "eu-west-1", state: "terminated")
        let findings = try await scanner(moto.url, key: key).scan(
            .role(arn, externalID: "external-1"), ["eu-west-1", "eu-west-1", "us-west-2"])
        #expect(findings.regions.map(\.region) == ["eu-west-1", "us-west-2"])
        let found = Dictionary(uniqueKeysWithValues: findings.all(EC2Instance.self).map { ($0.instanceID, $0) })
        #expect(Set(found.keys) == Set(running + stopped + terminated))
        let instance = try #require(found[running[0]])
        #expect(instance.state == "running" && instance.instanceType == "m5.large")
        #expect(instance.tags == tags)
        #expect(instance.privateIP != nil && instance.publicIP != nil && instance.vpcID != nil)
        #expect(abs(instance.launchTime?.timeIntervalSinceNow ?? .infinity) < 3600)
        #expect(stopped.allSatisfy { found[$0]?.state == "stopped" })
        #expect(terminated.allSatisfy { found[$0]?.state == "terminated" })
    }

    @Test("two accounts scanned at the same time by one worker never mix")
    func separation() async throws {
        let moto = try await Self.freshMoto()
        let key = try await moto.makeWorker()
        let accounts = ["111122223333": 3, "444455556666": 5]
        var expected: [String: Set<String>] = [:]
        for (account, count) in accounts {
            _ = try await moto.makeRole(in: account, externalID: "external-\(account)")
            expected[account] = Set(try await moto.makeInstances(count, in: account, region: "eu-west-1"))
        }
        let scanner = try scanner(moto.url, key: key)
        try await withThrowingTaskGroup(of: ScanInventory.self) { group in
            for account in accounts.keys {
                for _ in 0..<4 {
                    group.addTask {
                        let arn = "arn:aws:iam::\(account):role/scan"
                        return try await scanner.scan(.role(arn, externalID: "external-\(account)"), ["eu-west-1"])
                    }
                }
            }
            for try await findings in group {
                #expect(Set(findings.all(EC2Instance.self).map(\.instanceID)) == expected[findings.accountID])
            }
        }
    }

    @Test("a wrong external id, a role without permission and a deleted role are refused in words")
    func refused() async throws {
        let moto = try await Self.freshMoto()
        let key = try await moto.makeWorker()
        // moto looks at the trust policy of roles in the caller's own account only.
        let own = MotoServer.ownAccount
        let arn = try await moto.makeRole(in: own, externalID: "external-1")
        let scanner = try scanner(moto.url, key: key)
        let wrong = try await scanner.failure(.role(arn, externalID: "somebody-elses"), ["eu-west-1"])
        #expect(wrong?.code == .accountRefused)
        #expect(wrong?.sentence.contains("external id") == true)
        #expect(try await scanner.scan(.role(arn, externalID: "external-1"), ["eu-west-1"]).error == nil)

        _ = try await moto.makeRole(in: own, name: "powerless", externalID: "external-1", actions: [])
        let powerless = ScanRequest.Access.role("arn:aws:iam::\(own):role/powerless", externalID: "external-1")
        let denied = try await scanner.scan(powerless, ["eu-west-1"])
        #expect(denied.regions.map(\.status) == [.denied])
        #expect(denied.error?.contains("ec2:DescribeInstances") == true)
        #expect(try await scanner.failure(powerless)?.sentence.contains("ec2:DescribeRegions") == true)

        try await moto.deleteRole(in: own)
        let deleted = try await scanner.scan(.role(arn, externalID: "external-1"), ["eu-west-1"])
        #expect(deleted.error?.contains("eu-west-1") == true && deleted.resources.isEmpty)
    }
}
