import Foundation
import Testing

@testable import AWS

@Suite("Memory")
struct MemoryTests {
    @Test("a page of 1,200 instances with 50 tags each is read in a few times its own size")
    func page() async {
        // In a process of its own, so that no other test's memory is measured.
        await #expect(processExitsWith: .success) {
            let tag =
                "<item><key>\(String(repeating: "k", count: 60))</key><value>\(String(repeating: "v", count: 60))</value></item>"
            let tags = (0..<50).map { tag.replacingOccurrences(of: "kk<", with: "\($0)<") }.joined()
            let instance =
                "<item><instancesSet><item><instanceId>i-#</instanceId><instanceType>t3.micro</instanceType>"
                + "<instanceState><name>running</name></instanceState><tagSet>\(tags)</tagSet></item></instancesSet></item>"
            var text = "<DescribeInstancesResponse><reservationSet>"
            for number in 0..<1200 { text += instance.replacingOccurrences(of: "#", with: "\(number)") }
            let bytes = Array((text + "</reservationSet></DescribeInstancesResponse>").utf8)
            text = ""
            let region = try #require(AWSRegion("eu-west-1"))
            let before = Self.memory("VmRSS:")
            // 5 sets the peak back to what is in use (proc(5)).
            try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
            let page = try Page(
                bytes,
                records: ["DescribeInstancesResponse", "reservationSet", "item", "instancesSet", "item"],
                next: ["nextToken"]
            ) { item throws(MalformedAnswer) in try EC2Instance(item, region: region) }
            let grown = Self.memory("VmHWM:") - before
            #expect(bytes.count > 8 << 20)
            #expect(page.elements.count == 1200 && page.elements.allSatisfy { $0.tags.count == 50 })
            #expect(grown < 8 * bytes.count, "\(grown >> 20) MiB for \(bytes.count >> 20) MiB")
        }
    }

    private static func memory(_ name: String) -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) } ?? ""
        return (Int(line.split(whereSeparator: \.isWhitespace).dropFirst().first ?? "") ?? 0) << 10
    }
}
