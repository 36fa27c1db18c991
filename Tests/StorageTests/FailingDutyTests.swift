import Assembly
import Foundation
import Operations
import TestSupport
import Testing

import Storage

@Suite struct FailingDutyTests {
    private struct Failed: Error, CustomStringConvertible { let description = "undefined_table (42P01)" }

    @Test("what a process fails at for long is written for the others to say, and taken back when it works again")
    func written() async throws {
        try await StorageDatabase.with { fixture in
            let duties = FailingDuties()
            let service = PeriodicService.failingDuties(
                of: "enqueuer", in: fixture.database, duties: duties, patience: .zero, pause: .milliseconds(20),
                logger: Logger(label: "test", sink: MemoryLogSink()))
            let running = Task { try await service.run() }
            duties.note("offering due jobs", Failed())
            duties.note("retention", Failed())
            func found() async throws -> [String] {
                try await FailingDutyTable(database: fixture.database).failures(limit: 5).map {
                    "\($0.program): \($0.failure.duty), \($0.failure.error)"
                }
                .sorted()
            }
            let both = try await eventually { try await found().count == 2 }
            #expect(both)
            #expect(try await found()[0] == "enqueuer: offering due jobs, undefined_table (42P01)")
            duties.note("retention", nil)
            let one = try await eventually { try await found().count == 1 }
            #expect(one)
            duties.note("offering due jobs", nil)
            let none = try await eventually {
                try await fixture.count("select count(*) from flotilla.failing_duties") == 0
            }
            #expect(none)
            // What a process left behind that is gone is not believed for ever.
            try await fixture.owner.query(
                """
                insert into flotilla.failing_duties (process, duty, program, since, noted_at, error)
                values (gen_random_uuid(), 'retention', 'enqueuer', now() - interval '1 hour', now() - interval '31 seconds', '')
                """)
            #expect(try await found().isEmpty)
            await service.stop(by: .now)
            try await running.value
        }
    }
}
