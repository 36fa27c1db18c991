import Foundation
import TestSupport
import Testing

@testable import AWS
@testable import HTTPClient

/// Answers of AWS, spoilt at random: nothing ends the process, and what is not spoilt is read.
@Suite("Spoilt answers", .timeLimit(.minutes(10)))
struct AnswerFuzzTests {
    /// A list of an answer: its items are read on their own.
    private struct List {
        var records: [String]
        var item: @Sendable (Int) -> String
        var read: @Sendable (XMLNode) throws(MalformedAnswer) -> String

        func answer(_ items: [String]) -> String {
            records.dropLast().map { "<\($0)>" }.joined() + items.joined()
                + records.dropLast().reversed().map { "</\($0)>" }.joined()
        }
    }

    private static let region = AWSRegion("eu-west-1")

    private static func lists() throws -> [List] {
        let region = try #require(region)
        return [
            List(
                records: ["DescribeInstancesResponse", "reservationSet", "item", "instancesSet", "item"],
                item: {
                    "<item><instanceId>i-\($0)</instanceId><instanceState><code>16</code><name>stopped</name></instanceState>"
                        + "<reason>User initiated (2026-11-20 10:00:00 GMT)</reason><instanceType>t3.micro</instanceType>"
                        + "<launchTime>2026-11-20T10:00:00.000Z</launchTime><vpcId>vpc-1</vpcId><ipAddress>203.0.113.7</ipAddress>"
                        + "<tagSet><item><key>k</key><value>v &amp; w</value></item></tagSet></item>"
                }, read: { item throws(MalformedAnswer) in try EC2Instance(item, region: region).instanceID }),
            List(
                records: ["DescribeVpcsResponse", "vpcSet", "item"],
                item: {
                    "<item><vpcId>vpc-\($0)</vpcId><cidrBlock>10.0.0.0/16</cidrBlock><isDefault>true</isDefault></item>"
                }, read: { item throws(MalformedAnswer) in try EC2VPC(item).vpcID }),
            List(
                records: ["DescribeSecurityGroupsResponse", "securityGroupInfo", "item"],
                item: {
                    "<item><groupId>sg-\($0)</groupId><ipPermissions><item><ipProtocol>tcp</ipProtocol><fromPort>1</fromPort>"
                        + "<toPort>65535</toPort><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges></item>"
                        + "</ipPermissions></item>"
                }, read: { item throws(MalformedAnswer) in try SecurityGroup(item).groupID }),
            List(
                records: ["DescribeDBInstancesResponse", "DescribeDBInstancesResult", "DBInstances", "DBInstance"],
                item: {
                    "<DBInstance><DBInstanceIdentifier>db-\($0)</DBInstanceIdentifier><Engine>postgres</Engine>"
                        + "<AllocatedStorage>20</AllocatedStorage><BackupRetentionPeriod>7</BackupRetentionPeriod>"
                        + "<Endpoint><Port>5432</Port></Endpoint><MultiAZ>false</MultiAZ></DBInstance>"
                }, read: { item throws(MalformedAnswer) in try DBInstance(item, region: region).identifier }),
            List(
                records: ["ListAllMyBucketsResult", "Buckets", "Bucket"],
                item: {
                    "<Bucket><Name>bucket-\($0)</Name><CreationDate>2026-11-20T10:00:00.000Z</CreationDate>"
                        + "<BucketRegion>eu-west-1</BucketRegion></Bucket>"
                }, read: { item throws(MalformedAnswer) in try ListedBucket(item).name }),
            List(
                records: ["GetMetricDataResponse", "GetMetricDataResult", "MetricDataResults", "member"],
                item: {
                    "<member><Id>q\($0)</Id><StatusCode>Complete</StatusCode><Timestamps><member>2026-11-20T10:00:00Z</member>"
                        + "</Timestamps><Values><member>1.5</member></Values></member>"
                }, read: { item throws(MalformedAnswer) in "q\(try MetricPart(item).index)" }),
        ]
    }

    private static let values = [
        "", " ", "-1", "0", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e400", "nan", "inf",
        "0x10",
        "٣", "\u{200B}", "🧨", "&lt;x&gt;", "&#1114111;", "true", "TRUE", "2026-99-99T99:99:99Z", "9999-12-31T23:59:60Z",
        "0000-01-01T00:00:00Z", "(", ")(", "a (b c GMT)", "q", "q-1", "../..", "::/0", "0.0.0.0/99999999999999999999",
        String(repeating: "9", count: 5000), "<deep><deep><deep/></deep></deep>", "]]", "%00",
    ]

    /// Another text in one element of an item, or the element gone, doubled or called otherwise.
    private static func spoil(_ item: String, _ random: inout SeededGenerator) -> String {
        let elements = item.matches(of: #/<([A-Za-z]+)>([^<]*)<\/[A-Za-z]+>/#)
        guard let chosen = elements.randomElement(using: &random) else { return item }
        let (name, text) = (chosen.output.1, chosen.output.2)
        let value = values.randomElement(using: &random) ?? ""
        let other =
            switch Int.random(in: 0..<5, using: &random) {
            case 0: ""
            case 1: "<\(name)>\(text)</\(name)><\(name)>\(value)</\(name)>"
            case 2: "<x\(name)>\(text)</x\(name)>"
            default: "<\(name)>\(value)</\(name)>"
            }
        return item.replacingCharacters(in: chosen.range, with: other)
    }

    @Test("one spoilt item of a list costs the others nothing, and is read or counted")
    func items() throws {
        var random = SeededGenerator(Settings.seed)
        print("seed \(Settings.seed)")
        var (rounds, unreadable) = (0, 0)
        for list in try Self.lists() {
            for _ in 0..<Settings.size(400, full: 20_000) {
                var items = (0..<5).map(list.item)
                let good = try Set(Self.page(list, list.answer(items)).elements)
                let place = Int.random(in: 0..<5, using: &random)
                let spoilt = try Self.page(list, list.answer([items[place]])).elements
                for _ in 0..<Int.random(in: 1...3, using: &random) { items[place] = Self.spoil(items[place], &random) }
                let page = try Self.page(list, list.answer(items))
                #expect(page.records == 5 && page.elements.count + page.unreadable == 5, "\(items[place])")
                #expect(good.subtracting(spoilt).isSubset(of: page.elements), "\(items[place])")
                (rounds, unreadable) = (rounds + 1, unreadable + page.unreadable)
            }
        }
        print("\(rounds) spoilt lists, \(unreadable) unreadable items")
        #expect(unreadable > 0)
    }

    @Test("bytes that are changed, cut out or doubled are an error or a list, and nothing else")
    func bytes() throws {
        var random = SeededGenerator(Settings.seed)
        print("seed \(Settings.seed)")
        let call = AWSCall(service: "ec2", version: "", action: "Any", region: try #require(Self.region))
        var (read, refused) = (0, 0)
        for list in try Self.lists() {
            let original = Array(list.answer((0..<3).map(list.item)).utf8)
            for _ in 0..<Settings.size(1500, full: 100_000) {
                var bytes = original
                for _ in 0..<Int.random(in: 1...8, using: &random) { Self.change(&bytes, &random) }
                do throws(MalformedAnswer) {
                    let page = try Self.page(list, bytes)
                    #expect(page.elements.count + page.unreadable <= page.records)
                    read += 1
                } catch {
                    refused += 1
                }
                // The same as an error's document: what it says is clean, or it says nothing.
                let response = HTTPClientResponse(
                    head: HTTPClientHead(status: 400, version: "1.1", headers: [:]), body: bytes)
                let failure = CallFailure(response, to: call).error
                #expect(failure.code.map { $0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } } ?? true)
            }
        }
        print("\(read) answers read, \(refused) refused")
        #expect(read > 0 && refused > 0)
    }

    private static func change(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 1...40, using: &random))
        switch Int.random(in: 0..<5, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
        case 3: bytes.insert(contentsOf: Array((values.randomElement(using: &random) ?? "").utf8), at: place)
        default: bytes.removeSubrange(place...)
        }
    }

    private static func page(_ list: List, _ text: String) throws(MalformedAnswer) -> Page<String> {
        try page(list, Array(text.utf8))
    }

    private static func page(_ list: List, _ bytes: [UInt8]) throws(MalformedAnswer) -> Page<String> {
        try Page(bytes, records: list.records, next: ["nextToken"]) { item throws(MalformedAnswer) in
            try list.read(item)
        }
    }
}
