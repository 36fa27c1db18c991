import AWS
import AWSTestSupport
import CloudScanners
import Testing

@Suite("Scanning RDS and VPC", .timeLimit(.minutes(2)))
struct DatabaseAndNetworkTests {
    private func reach(_ aws: ScriptedAWS, _ step: ScriptedAWS.Step) async throws -> Known<Bool>? {
        try await aws.script("DescribeSecurityGroups", step)
        let findings = try await scanner(aws.url, of: "rds").scan(tenantRole, ["eu-west-1"])
        return findings.all(RDSInstance.self).first?.isReachable
    }

    private func groups(_ rules: String, id: String = "sg-1") -> ScriptedAWS.Step {
        .body(
            "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>\(id)</groupId><ipPermissions>\(rules)"
                + "</ipPermissions></item></securityGroupInfo></DescribeSecurityGroupsResponse>")
    }

    private func rule(_ sources: String, over transport: String = "tcp", from: Int = 5432, to: Int = 5432) -> String {
        "<item><ipProtocol>\(transport)</ipProtocol><fromPort>\(from)</fromPort><toPort>\(to)</toPort>\(sources)</item>"
    }

    @Test("a database is reachable where a group opens its port to every address, and only there")
    func reachable() async throws {
        let aws = try await ScriptedAWS()
        let everyone = "<ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges>"
        let everyone6 = "<ipv6Ranges><item><cidrIpv6>::/0</cidrIpv6></item></ipv6Ranges>"
        let office = "<ipRanges><item><cidrIp>203.0.113.0/24</cidrIp></item></ipRanges>"
        #expect(try await reach(aws, groups(rule(everyone))) == .value(true))
        #expect(try await reach(aws, groups(rule(everyone6, from: 0, to: 65535))) == .value(true))
        let all = "<item><ipProtocol>-1</ipProtocol>\(everyone)</item>"
        #expect(try await reach(aws, groups(all)) == .value(true))
        for closed in [
            rule(office), rule(everyone, from: 22, to: 80), rule(everyone, over: "udp", from: 0, to: 65535), "",
        ] {
            #expect(try await reach(aws, groups(closed)) == .value(false))
        }
        let list = rule("<prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds>")
        #expect(try await reach(aws, groups(list))?.reason?.contains("prefix list") == true)
        func ranges(_ texts: String...) -> String {
            "<ipRanges>\(texts.map { "<item><cidrIp>\($0)</cidrIp></item>" }.joined())</ipRanges>"
        }
        // Halves that are everyone only together: in one rule, in two, and not when they open other ports.
        #expect(try await reach(aws, groups(rule(ranges("0.0.0.0/1", "128.0.0.0/1")))) == .value(true))
        let apart = rule(ranges("0.0.0.0/1"), from: 0, to: 6000)
        #expect(try await reach(aws, groups(apart + rule(ranges("128.0.0.0/1")))) == .value(true))
        #expect(try await reach(aws, groups(apart + rule(ranges("128.0.0.0/1"), from: 22, to: 22))) == .value(false))
        let six =
            "<ipv6Ranges><item><cidrIpv6>::/1</cidrIpv6></item><item><cidrIpv6>8000::/1</cidrIpv6></item></ipv6Ranges>"
        #expect(try await reach(aws, groups(rule(six))) == .value(true))
        // A list that is not read leaves nothing closed, and takes nothing away from what is open.
        #expect(try await reach(aws, groups(list + rule(office)))?.reason?.contains("prefix list") == true)
        #expect(try await reach(aws, groups(list + rule(everyone))) == .value(true))
        let elsewhere = rule(
            "<prefixListIds><item><prefixListId>pl-1</prefixListId></item></prefixListIds>", from: 22, to: 22)
        #expect(try await reach(aws, groups(elsewhere)) == .value(false))
        #expect(try await reach(aws, groups(rule(ranges("10.0.0.0/x"))))?.reason != nil)
        #expect(try await reach(aws, groups("", id: "sg-other"))?.reason?.contains("sg-1") == true)
        #expect(
            try await reach(aws, .error("UnauthorizedOperation", status: 403))?.reason?.contains(
                "ec2:DescribeSecurityGroups") == true)
    }

    @Test("a database's fields come through, and what AWS does not say is unknown")
    func fields() async throws {
        let aws = try await ScriptedAWS()
        let scanner = try scanner(aws.url, of: "rds")
        let full = try await scanner.scan(tenantRole, ["eu-west-1"])
        let database = try #require(full.all(RDSInstance.self).first)
        #expect(full.error == nil && full.regions.map(\.calls) == [2])
        #expect(database.identifier == "db-eu-west-1" && database.regionName == "eu-west-1")
        #expect(database.engine == "postgres" && database.engineVersion == "16.3" && database.port == 5432)
        #expect(database.storageGB == .value(20) && database.backupRetentionDays == .value(7))
        #expect(database.isPublic == .value(true) && database.isEncrypted == .value(false))
        #expect(database.isReachable == .value(true))

        func instance(_ id: String, _ engine: String, _ more: String = "") -> String {
            "<DBInstance><DBInstanceIdentifier>\(id)</DBInstanceIdentifier><Engine>\(engine)</Engine>\(more)</DBInstance>"
        }
        let storage = "<AllocatedStorage>1</AllocatedStorage>"
        let body = ["neptune", "docdb"].map { instance($0, $0) }.joined()
        func page(_ body: String, _ marker: String) -> ScriptedAWS.Step {
            .body(
                "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>\(body)</DBInstances>\(marker)"
                    + "</DescribeDBInstancesResult></DescribeDBInstancesResponse>")
        }
        try await aws.script(
            "DescribeDBInstances", page(body, "<Marker>next</Marker>"),
            page(instance("a", "aurora-mysql", storage) + instance("b", "newdb"), ""))
        let bare = try await scanner.scan(tenantRole, ["eu-west-1"])
        #expect(bare.error == nil && bare.all(RDSInstance.self).map(\.dbIdentifier) == ["a", "b"])
        let aurora = try #require(bare.all(RDSInstance.self).first)
        #expect(aurora.storageGB.reason?.contains("Aurora") == true && aurora.isPublic.value == nil)
        #expect(aurora.isEncrypted.value == nil && aurora.backupRetentionDays.value == nil)
        #expect(try await aws.calls().last { $0.action == "DescribeDBInstances" }?.parameters["Marker"] == "next")
    }

    @Test("a network's subnets are counted by one list, and are unknown without it")
    func networks() async throws {
        let aws = try await ScriptedAWS()
        let scanner = try scanner(aws.url, of: "vpc")
        let full = try await scanner.scan(tenantRole, ["eu-west-1"])
        let vpc = try #require(full.all(VPC.self).first)
        #expect(full.error == nil && full.regions.map(\.calls) == [2])
        #expect(vpc.vpcID == "vpc-1" && vpc.cidrBlock == "10.0.0.0/16" && vpc.isDefault)
        #expect(vpc.subnetCount == .value(3))

        try await aws.script("DescribeSubnets", .error("UnauthorizedOperation", status: 403))
        let part = try await scanner.scan(tenantRole, ["eu-west-1"])
        let bare = try #require(part.all(VPC.self).first)
        #expect(bare.subnetCount.reason?.contains("ec2:DescribeSubnets") == true)
        #expect(part.regions.map(\.status) == [.partial] && part.regions.map(\.cause) == [.denied])
        #expect(part.error == nil && part.notice != nil)
    }

    @Test("a list that breaks off keeps what came before, and says that there may be more")
    func partial() async throws {
        let aws = try await ScriptedAWS()
        try await aws.script("DescribeInstances", region: "eu-west-1", repeats: true, .page(5, next: "more"), .silent)
        let findings = try await scanner(aws.url) { $0.regionLimit = .seconds(4) }.scan(
            tenantRole, ["eu-west-1", "eu-west-2"])
        #expect(findings.resources.count == 7)
        let row = try #require(findings.regions.first)
        #expect(row.status == .partial && row.cause == .timedOut && !row.isWholeList && row.resources == 5)
        #expect(
            findings.error
                == "1 of 2 regions could not be read in full. No complete answer within 4 s from eu-west-1.")
    }
}
