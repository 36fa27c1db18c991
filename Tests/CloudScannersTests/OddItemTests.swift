import AWS
import AWSTestSupport
import CloudScanners
import Foundation
import Testing

/// One item of a list that cannot be read costs nothing but itself: the others are kept, the run is no error, and the
/// outcome says what is missing.
@Suite("One odd item", .timeLimit(.minutes(3)))
struct OddItemTests {
    struct List: Sendable, CustomTestStringConvertible {
        var service: String
        var action: String
        var before: String
        var after: String
        /// A good item of a number, and what makes others of it that cannot be read.
        var item: @Sendable (Int) -> String
        var oddities: [@Sendable (String) -> String]

        var testDescription: String { "\(service) \(action)" }

        func body(_ items: [String], next: String = "") -> ScriptedAWS.Step {
            .body(before + items.joined() + after.replacing("NEXT", with: next))
        }
    }

    private static func without(_ element: String) -> @Sendable (String) -> String { replacing(element, by: "") }

    private static func with(_ element: String, _ text: String) -> @Sendable (String) -> String {
        replacing(element, by: "<\(element)>\(text)</\(element)>")
    }

    private static func replacing(_ element: String, by other: String) -> @Sendable (String) -> String {
        { text in
            guard let start = text.range(of: "<\(element)>"), let end = text.range(of: "</\(element)>") else {
                return text
            }
            return text.replacingCharacters(in: start.lowerBound..<end.upperBound, with: other)
        }
    }

    static let lists: [List] = [
        List(
            service: "ec2", action: "DescribeInstances",
            before: "<DescribeInstancesResponse><reservationSet><item><instancesSet>",
            after: "</instancesSet></item></reservationSet><nextToken>NEXT</nextToken></DescribeInstancesResponse>",
            item: {
                "<item><instanceId>i-\($0)</instanceId><instanceType>t3.micro</instanceType>"
                    + "<instanceState><name>running</name></instanceState></item>"
            },
            oddities: [
                without("instanceId"), without("instanceType"), without("instanceState"), with("instanceState", ""),
                { _ in "<item/>" },
            ]),
        List(
            service: "vpc", action: "DescribeVpcs", before: "<DescribeVpcsResponse><vpcSet>",
            after: "</vpcSet><nextToken>NEXT</nextToken></DescribeVpcsResponse>",
            item: {
                "<item><vpcId>vpc-\($0)</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><isDefault>true</isDefault></item>"
            },
            oddities: [without("vpcId"), without("cidrBlock"), with("isDefault", "perhaps"), { _ in "<item>x</item>" }]),
        List(
            service: "rds", action: "DescribeDBInstances",
            before: "<DescribeDBInstancesResponse><DescribeDBInstancesResult><DBInstances>",
            after: "</DBInstances><Marker>NEXT</Marker></DescribeDBInstancesResult></DescribeDBInstancesResponse>",
            item: {
                "<DBInstance><DBInstanceIdentifier>db-\($0)</DBInstanceIdentifier><Engine>postgres</Engine></DBInstance>"
            },
            oddities: [without("DBInstanceIdentifier"), without("Engine"), { _ in "<DBInstance/>" }]),
        List(
            service: "s3", action: "ListAllMyBuckets", before: "<ListAllMyBucketsResult><Buckets>",
            after: "</Buckets><ContinuationToken>NEXT</ContinuationToken></ListAllMyBucketsResult>",
            item: { "<Bucket><Name>bucket-\($0)</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>" },
            oddities: [without("Name"), with("Name", "a/b"), with("Name", ".."), { _ in "<Bucket/>" }]),
    ]

    @Test("a list keeps the items that can be read, and the run is no error", arguments: lists)
    func oddItem(_ list: List) async throws {
        for (number, oddity) in list.oddities.enumerated() {
            let aws = try await ScriptedAWS()
            var items = (0..<4).map(list.item)
            items[number % 4] = oddity(items[number % 4])
            try await aws.script(list.action, repeats: true, list.body(items))
            let findings = try await scanner(aws.url, of: list.service).scan(tenantRole, ["eu-west-1"])
            #expect(findings.resources.count == 3, "\(list) \(number)")
            #expect(
                findings.error == nil && findings.notice?.isEmpty == false, "\(list) \(number): \(findings.regions)")
            let rows = findings.regions.filter { $0.status != .ok }
            // The list is not whole, so resources known before do not count as gone.
            #expect(!rows.isEmpty && rows.allSatisfy { !$0.isWholeList && $0.reason?.isEmpty == false })
        }
    }

    @Test("an item that two pages show counts once", arguments: lists)
    func repeated(_ list: List) async throws {
        let aws = try await ScriptedAWS()
        try await aws.script(
            list.action, list.body((0..<3).map(list.item), next: "more"), list.body((2..<4).map(list.item)))
        let findings = try await scanner(aws.url, of: list.service).scan(tenantRole, ["eu-west-1"])
        #expect(findings.resources.count == 4 && findings.error == nil && findings.notice == nil)
        #expect(findings.regions.last?.resources == 4)
    }

    @Test("odd dates and numbers of an item are not known, and the item stays")
    func oddValues() async throws {
        let aws = try await ScriptedAWS()
        let (instances, buckets, databases) = (Self.lists[0], Self.lists[3], Self.lists[2])
        let dates = ["", "yesterday", "2026-99-99T99:99:99Z", "99999999-01-01T00:00:00Z", "-0001-01-01T00:00:00Z"]
        try await aws.script(
            instances.action,
            instances.body(
                dates.enumerated().map {
                    instances.item($0).replacing(
                        "</item>", with: "<launchTime>\($1)</launchTime><reason>x (\($1) GMT)</reason></item>")
                }))
        let machines = try await scanner(aws.url).scan(tenantRole, ["eu-west-1"])
        #expect(machines.error == nil && machines.all(EC2Instance.self).map(\.launchTime) == dates.map { _ in nil })
        try await aws.script(
            buckets.action,
            buckets.body(
                dates.enumerated().map {
                    buckets.item($0).replacing("</Bucket>", with: "<CreationDate>\($1)</CreationDate></Bucket>")
                }))
        let found = try await scanner(aws.url, of: "s3").scan(tenantRole, ["eu-west-1"])
        #expect(found.error == nil && found.all(S3Bucket.self).map(\.createdAt) == dates.map { _ in nil })
        let numbers = ["", "many", "-1e9", "99999999999999999999999999", "NaN", "1.5"]
        try await aws.script(
            databases.action,
            databases.body(
                numbers.enumerated().map {
                    databases.item($0).replacing(
                        "</DBInstance>",
                        with: "<AllocatedStorage>\($1)</AllocatedStorage><BackupRetentionPeriod>\($1)"
                            + "</BackupRetentionPeriod><Endpoint><Port>\($1)</Port></Endpoint></DBInstance>")
                }))
        let tables = try await scanner(aws.url, of: "rds").scan(tenantRole, ["eu-west-1"])
        #expect(tables.error == nil && tables.all(RDSInstance.self).count == numbers.count)
        #expect(tables.all(RDSInstance.self).allSatisfy { $0.storageGB.value == nil && $0.port == nil })
    }

    private static let parts: [(String, String)] = [
        (
            "GetBucketPublicAccessBlock",
            "<PublicAccessBlockConfiguration><BlockPublicAcls>maybe</BlockPublicAcls></PublicAccessBlockConfiguration>"
        ),
        ("GetBucketPolicyStatus", "<PolicyStatus/>"),
        ("GetBucketPolicyStatus", "<PolicyStatus><IsPublic>2</IsPublic></PolicyStatus>"),
        ("GetBucketAcl", "<AccessControlPolicy/>"),
        ("GetBucketAcl", "<AccessControlPolicy><AccessControlList><Grant/></AccessControlList></AccessControlPolicy>"),
        ("GetBucketOwnershipControls", "<OwnershipControls><Rule/></OwnershipControls>"),
        (
            "GetEncryptionConfiguration",
            "<ServerSideEncryptionConfiguration><Rule><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"
        ),
        ("GetBucketVersioning", "<VersioningConfiguration><Status>Odd</Status></VersioningConfiguration>"),
        ("GetBucketLocation", "<LocationConstraint>the moon</LocationConstraint>"),
        (
            "GetAccountPublicAccessBlock",
            "<PublicAccessBlockConfiguration><IgnorePublicAcls>7</IgnorePublicAcls></PublicAccessBlockConfiguration>"
        ),
    ]

    @Test("an odd setting of one bucket is not known; the bucket and the others are there", arguments: parts)
    func bucketPart(_ action: String, _ body: String) async throws {
        let aws = try await ScriptedAWS()
        let isLocation = action == "GetBucketLocation"
        try await aws.set(
            buckets: ["one@eu-west-1", isLocation ? "two" : "two@eu-west-1", "three@eu-west-1"])
        try await aws.script(
            action, bucket: action.contains("Account") ? "" : "two", repeats: true, .body(body))
        let findings = try await scanner(aws.url, of: "s3").scan()
        #expect(findings.error == nil && findings.notice?.contains(action) == true, "\(findings.regions)")
        #expect(Set(findings.all(S3Bucket.self).map(\.name)) == ["one", "two", "three"])
        let others = findings.all(S3Bucket.self).filter { $0.name != "two" }
        #expect(others.allSatisfy { $0.isVersioned.value != nil && $0.encryption.value != nil })
    }

    @Test("an odd region, subnet or security group leaves the rest of the scan as it is")
    func sideLists() async throws {
        let regions = try await ScriptedAWS()
        try await regions.set(regions: ["eu-west-1", "the moon", "eu-west-3"])
        let machines = try await scanner(regions.url).scan()
        #expect(machines.all(EC2Instance.self).count == 4 && machines.error == nil && machines.notice != nil)
        #expect(machines.regions.map(\.region) == ["eu-west-1", "eu-west-3", "unknown"])

        let subnets = try await ScriptedAWS()
        try await subnets.script(
            "DescribeSubnets",
            .body(
                "<DescribeSubnetsResponse><subnetSet><item><subnetId>s</subnetId></item></subnetSet></DescribeSubnetsResponse>"
            ))
        let networks = try await scanner(subnets.url, of: "vpc").scan(tenantRole, ["eu-west-1"])
        #expect(networks.error == nil && networks.all(VPC.self).map(\.subnetCount.value) == [nil])

        let groups = try await ScriptedAWS()
        try await groups.script(
            "DescribeSecurityGroups",
            .body(
                "<DescribeSecurityGroupsResponse><securityGroupInfo><item><groupId>sg-1</groupId><ipPermissions><item>"
                    + "<ipProtocol>tcp</ipProtocol><fromPort>many</fromPort></item></ipPermissions></item>"
                    + "</securityGroupInfo></DescribeSecurityGroupsResponse>"))
        let databases = try await scanner(groups.url, of: "rds").scan(tenantRole, ["eu-west-1"])
        #expect(databases.error == nil && databases.all(RDSInstance.self).map(\.isReachable.value) == [nil])
    }

    @Test("an odd series of metrics is no complete one, and the others are")
    func oddSeries() async throws {
        func member(_ number: Int, _ values: String) -> String {
            "<member><Id>q\(number)</Id><StatusCode>Complete</StatusCode><Timestamps><member>2026-11-20T10:00:00Z</member>"
                + "</Timestamps><Values>\(values)</Values></member>"
        }
        for odd in ["<member>NaN</member>", "<member>many</member>", "", "<member>inf</member>"] {
            let aws = try await ScriptedAWS()
            let members = member(0, odd) + member(1, "<member>1.5</member>") + "<member><Id>x</Id></member>"
            try await aws.script(
                "GetMetricData",
                .body(
                    "<GetMetricDataResponse><GetMetricDataResult><MetricDataResults>\(members)</MetricDataResults>"
                        + "</GetMetricDataResult></GetMetricDataResponse>"))
            let reader = try #require(try scanner(aws.url) as? any MetricsReader)
            let request = MetricsRequest(
                access: tenantRole, targets: [MetricTarget(identifier: "i-1", regionName: "eu-west-1")],
                from: Date().addingTimeInterval(-3600), to: Date(), maximumQueries: 1000)
            let reading = try await reader.readMetrics(request, until: .now + .seconds(60))
            #expect(reading.series.count == 3)
            #expect(reading.series[1].status == .complete && reading.series[1].points.map(\.value) == [1.5])
            #expect(reading.series[0].status != .complete && reading.series[2].status != .complete)
        }
    }
}
