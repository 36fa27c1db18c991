import Foundation
import Testing

@Suite("The page of metrics")
struct MetricRules {
    @Test("it has every metric of the code, and no other") func complete() throws {
        let declaration = #/(?:counter|gauge|histogram|CollectedMetric|metric)\(\s*"(flotilla_[a-z_]+)"/#
        let declared = try Project.sources.get().flatMap { file in
            file.text.contains("\"flotilla_") ? file.text.matches(of: declaration).map { String($0.output.1) } : []
        }
        let page = try String(contentsOf: Project.root.appending(path: "docs/metrics.md"), encoding: .utf8)
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `flotilla_") }
        let listed = rows.flatMap { row in
            row.dropFirst().prefix { $0 != "|" }.matches(of: #/`(flotilla_[a-z_]+)/#).map { String($0.output.1) }
        }
        #expect(declared.count > 20)
        #expect(Set(listed).count == listed.count, "a metric stands once")
        #expect(Set(declared).subtracting(listed) == [], "docs/metrics.md lacks these")
        #expect(Set(listed).subtracting(declared) == [], "docs/metrics.md names what is not there")
    }
}
