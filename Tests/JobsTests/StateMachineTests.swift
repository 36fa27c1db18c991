import Foundation
import Jobs
import Testing

@Suite struct StateMachineTests {
    /// `a --> b` of the diagram in docs/state_machine.md; `[*]` stands for before and after.
    private func diagram() throws -> [(from: String, to: String)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "docs/state_machine.md"), encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let start = try #require(lines.firstIndex(of: "```mermaid"))
        let end = try #require(lines[(start + 1)...].firstIndex(of: "```"))
        return lines[start..<end].compactMap { line in
            let parts = line.components(separatedBy: " --> ")
            return parts.count == 2 ? (parts[0], parts[1]) : nil
        }
    }

    @Test("the diagram in the documentation shows the transitions of the program, all of them and no other")
    func documentation() throws {
        let arrows = try diagram()
        for status in JobStatus.allCases {
            let drawn = arrows.filter { $0.from == status.rawValue && $0.to != "[*]" }.map(\.to)
            #expect(Set(drawn) == Set(status.successors.map(\.rawValue)), "\(status)")
            #expect(drawn.count == Set(drawn).count, "\(status)")
        }
        #expect(Set(arrows.filter { $0.from == "[*]" }.map(\.to)) == ["queued", "scheduled"])
        let names = Set(JobStatus.allCases.map(\.rawValue) + ["[*]"])
        for arrow in arrows { #expect(names.contains(arrow.from) && names.contains(arrow.to), "\(arrow)") }
    }

    @Test("a settled job goes nowhere but back into the queue, and only when it did not succeed")
    func settled() {
        for status in JobStatus.allCases where status.isSettled {
            #expect(status.successors == (status == .succeeded ? [] : [.queued]), "\(status)")
        }
        #expect(JobStatus.allCases.filter(\.isSettled) == [.succeeded, .failed, .cancelled])
    }

    @Test("whatever ends a run leads to a state that may follow running")
    func transitions() {
        let error = JobError(code: "busy", message: "Not now.")
        let transitions: [Transition] = [
            .succeeded(result: []), .retry(after: .zero, error: error, end: .error), .failed(error, end: .error),
            .snoozed(until: Date(), reason: "Later."), .requeued(end: .released, error: nil), .cancelled,
        ]
        #expect(Set(transitions.map(\.status)) == JobStatus.running.successors)
    }

    @Test("an end counts as an error, as a crash, or as neither")
    func ends() {
        #expect(AttemptEnd.allCases.filter(\.countsAsError) == [.error, .timedOut])
        #expect(AttemptEnd.allCases.filter(\.countsAsCrash) == [.crashed, .outOfMemory, .lost])
    }
}
