import Testing

@testable import AWS

@Suite("Reading AWS's XML")
struct XMLAnswerTests {
    private func read(_ text: String) throws(MalformedAnswer) -> XMLNode {
        try XMLAnswer.read(Array(text.utf8))
    }

    @Test("elements, entities, CDATA and empty elements are read; what is absent is nil")
    func tree() throws {
        let root = try read(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- a comment -->
            <a xmlns="http://x/"><b>1 &lt;&amp;&gt; &#233; 🛰</b><c/><list><item>x</item><other/><item>y</item></list>
            <d><![CDATA[<raw>]]></d></a>
            """)
        #expect(root.name == "a")
        #expect(root.value("b") == "1 <&> é 🛰")
        #expect(root.value("c") == nil)
        #expect(root.value("list", "none") == nil)
        #expect(root.items("list").map(\.text) == ["x", "y"])
        #expect(root.items("absent").isEmpty)
        #expect(root.value("d") == "<raw>")
        #expect(root.first("item")?.text == "x")
    }

    @Test("records are handed over one by one and not kept")
    func records() throws {
        var seen: [String] = []
        let bytes = Array("<r><l><i><v>1</v></i><i><v>2</v><l><i>no</i></l></i></l><next>t</next></r>".utf8)
        let root = try XMLAnswer.read(bytes, records: ["r", "l", "i"]) { record throws(MalformedAnswer) in
            seen.append(record.value("v") ?? "")
        }
        #expect(seen == ["1", "2"])
        #expect(root["l"]?.children.isEmpty == true)
        #expect(root.value("next") == "t")
    }

    @Test(
        "a document type is refused, wherever it hides",
        arguments: [
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<?xml version=\"1.0\"?>\n<!-- x --><!DOCTYPE html><a/>",
            "\u{FEFF}<!DOCTYPE a><a/>", "<!doctype html><html></html>",
        ])
    func documentType(_ text: String) {
        #expect(throws: MalformedAnswer.documentType) { try read(text) }
    }

    @Test(
        "what is not XML is another error than XML that breaks off",
        arguments: [
            ("", MalformedAnswer.notXML), ("{}", .notXML), ("<html><body></body></html>", .notXML), ("oops", .notXML),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", .notXML), ("<?xml never closed", .notXML),
            ("<a><b>", .broken), ("<a></b>", .broken), ("<a>&unknown;</a>", .broken), ("<a>\u{0}</a>", .broken),
            ("<a/><b/>", .broken), ("<a/>b", .broken), ("<a>&#1;</a>", .broken), ("<a>&#xD800;</a>", .broken),
            ("<a>&#+65;</a>", .broken), ("<a>&#99999999999;</a>", .broken), ("<a>&amp</a>", .broken), ("<a>&", .broken),
            ("<a x=\"1\" /", .broken), ("<a x=1/>", .broken), ("<a x=\"<\"/>", .broken), ("<a x/>", .broken),
            ("<a", .broken),
            ("<a x=\"", .broken), ("<a><!-- </a>", .broken), ("<a><![CDATA[ </a>", .broken),
            ("<a><!DOCTYPE b></a>", .broken),
            ("<a><?b?></a>", .broken), ("<a><é/></a>", .broken), ("<a></a", .broken), ("<a><", .broken),
            (String(repeating: "<a>", count: 65) + String(repeating: "</a>", count: 65), .tooDeep),
            ("<a>" + String(repeating: "<b/>", count: 100_001) + "</a>", .tooManyElements),
        ])
    func refused(_ text: String, _ reason: MalformedAnswer) {
        #expect(throws: reason) { try read(text) }
    }

    @Test(
        "bytes that are not UTF-8 are refused in names and in text, and end nothing but the reading",
        arguments: [
            "<a><%/></a>", "<a><b% x=\"%\"/></a>", "<a %=\"1\"/>", "<a>%</a>", "<a><b>&%;</b></a>", "<a></%></a>",
        ])
    func invalidUTF8(_ text: String) {
        for byte in [0x80, 0xC3, 0xE9, 0xED, 0xF0, 0xFF] as [UInt8] {
            let bytes = text.utf8.map { $0 == UInt8(ascii: "%") ? byte : $0 }
            #expect(throws: MalformedAnswer.broken) { try XMLAnswer.read(bytes) }
        }
    }

    @Test("line ends are of one kind, references in decimal and hexadecimal are characters, comments part no text")
    func text() throws {
        let root = try read(
            "<a b='1' c:d = \"/>\" ><e>1\r\n2\r3&#13;&#x1F9E8;<!-- <f> -->4&quot;&apos;</e ></a >\n<!-- end -->\n")
        #expect(root.value("e") == "1\n2\n3\r🧨4\"'")
    }

    @Test("an instance without addresses, network or tags is one, and odd tags come through unchanged")
    func instances() throws {
        let long = String(repeating: "k", count: 256)
        let region = try #require(AWSRegion("eu-west-1"))
        let page = try Page(
            Array(
                """
                <DescribeInstancesResponse><reservationSet><item><instancesSet>
                <item><instanceId>i-1</instanceId><instanceType>t3.micro</instanceType>
                <instanceState><name>terminated</name></instanceState><ipAddress/></item>
                <item><instanceId>i-2</instanceId><instanceType>m7g.large</instanceType><vpcId>vpc-9</vpcId>
                <instanceState><code>16</code><name>running</name></instanceState><ipAddress>203.0.113.1</ipAddress>
                <privateIpAddress>10.1.2.3</privateIpAddress><launchTime>2026-11-20T10:00:00.000Z</launchTime>
                <tagSet><item><key>a</key><value>&lt;&amp;&gt;</value></item><item><key>empty</key><value/></item>
                <item><key>🛰</key><value>é</value></item><item><key>\(long)</key><value>v</value></item></tagSet></item>
                </instancesSet></item><item><instancesSet/></item></reservationSet></DescribeInstancesResponse>
                """.utf8),
            records: ["DescribeInstancesResponse", "reservationSet", "item", "instancesSet", "item"],
            next: ["nextToken"]
        ) { item throws(MalformedAnswer) in try EC2Instance(item, region: region) }
        #expect(page.next == nil)
        #expect(page.elements.map(\.instanceID) == ["i-1", "i-2"])
        let (bare, full) = (page.elements[0], page.elements[1])
        #expect(bare.publicIP == nil && bare.privateIP == nil && bare.vpcID == nil && bare.launchTime == nil)
        #expect(bare.tags.isEmpty && bare.state == "terminated")
        #expect(full.tags == ["a": "<&>", "empty": "", "🛰": "é", long: "v"])
        #expect(full.publicIP == "203.0.113.1" && full.privateIP == "10.1.2.3" && full.vpcID == "vpc-9")
        #expect(full.launchTime == AWSTime.parse("2026-11-20T10:00:00Z"))
    }
}
