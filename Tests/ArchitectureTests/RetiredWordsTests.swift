import Foundation
import Testing

/// The vocabulary of `docs/glossary.md`: a word that was replaced by the field's term does not come back.
@Suite struct RetiredWordsTests {
    /// Words that leave open who does what, and to whom; and what stands in their place.
    private static let vague = [
        "told": "registered, reported, offered, sent", "tell": "report, send, show", "tells": "reports, sends, shows",
        "telling": "reporting, sending", "whoever": "the caller, the worker, the operator",
        "somebody": "a caller, an operator",
        "nobody": "no caller, no worker",
    ]
    /// Names that were replaced, and by what.
    private static let names = [
        "HeldSlot": "LimitPermit", "StreamDesk": "StreamBuffer", "StreamKeeper": "StreamSink",
        "NextLooks": "RetryAfterCache",
        "OpenSurvey": "OpenJobCursor", "OpenLines": "OpenJobQueue", "Backlog": "AdmissionControl",
        "JobWhy": "JobDiagnosis",
        "RecordedAnswer": "IdempotencyRecord", "StoreLife": "ServerIncarnation", "ScanReceipt": "ScanResultWriter",
        "Sighting": "ResourceUpsert", "RegionHaul": "RegionResult", "JobHold": "JobBlock", "gaveUp": "discarded",
        "postponed": "snoozed", "handBack": "requeue", "insisting": "retryUntilKnown",
        "persistently": "retryPersistently",
        "straying": "orphaned", "sayFarewell": "deregister", "Catalogue": "Fleet", "enter_limits": "acquire_permits",
        "leave_limits": "release_permits", "parents_ended": "dependencies_ended",
    ]
    /// Where such a word is right: the system's user of that name, what pupils write, and this list.
    private static let exceptions: Set<String> = [
        "Sources/Launcher/Processes/SystemUser.swift", "Sources/Generations/Runs/SolutionRequest.swift",
        "Tests/ArchitectureTests/RetiredWordsTests.swift",
    ]

    private static func files() throws -> [Project.File] {
        let code = try Project.files(
            in: ["Sources", "Workers", "Benchmarks", "Examples"], endings: ["swift", "sql", "lua"])
        return (code + (try Project.files(in: ["docs"], endings: ["md"]))).filter { !exceptions.contains($0.path) }
    }

    @Test("retired words are neither in the code, its comments and messages, nor in the documentation")
    func retired() throws {
        let files = try Self.files()
        #expect(files.count > 500)
        let words = Self.vague.merging(Self.names) { $1 }
        let alternatives = Self.vague.keys.map { "(?i:\($0))" } + Self.names.keys
        let pattern = try NSRegularExpression(pattern: #"\b(?:"# + alternatives.joined(separator: "|") + #")\b"#)
        for file in files {
            let text = file.text as NSString
            for match in pattern.matches(in: file.text, range: NSRange(location: 0, length: text.length)) {
                let word = text.substring(with: match.range)
                let line = text.substring(with: text.lineRange(for: match.range))
                // The system's user.
                if line.contains("`nobody`") || line.contains("\"nobody\"") { continue }
                let better = words[word] ?? words[word.lowercased()] ?? ""
                Issue.record("\(file.path): \(word) in \"\(line.trimmed)\"; say \(better)")
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
