import Foundation
import Jobs
import Postgres
import Storage
import Testing

@testable import Scans

@Suite struct UsageTests {
    private static let counted: Query =
        "select count(*) from flotilla.usage_events where source = 'scans' and metric = 'scans'"

    @Test(
        "a finished run is one scan of its tenant, also when its result is written again; one that looked at nothing is none"
    )
    func once() async throws {
        try await ScansDatabase.with { fixture in
            let scan = try await fixture.waiting([.s3])
            let run = scan.runs[0]
            let receipt = ScanResultWriter(
                runID: run.id, account: fixture.tenant, service: .s3, roleARN: ScansDatabase.role, regions: nil,
                timestamp: moment(0))
            let effects = try receipt.close(error: nil, found: [Make.bucket("b")], regions: [])
            try await fixture.settle(run.job, error: nil, effects)
            #expect(try await fixture.count(Self.counted) == 1)
            let other = try await fixture.waiting([.s3])
            try await fixture.settle(other.runs[0].job, error: nil, Array(effects.suffix(1)))
            #expect(try await fixture.count(Self.counted) == 1)
            #expect(
                try await fixture.count("\(Self.counted) and tenant = \(fixture.tenant) and id = \(run.id)::text") == 1)
            try await fixture.failedScan(.ec2, "No role.")
            #expect(try await fixture.count(Self.counted) == 1)
            try await fixture.scan([Make.bucket("c")], at: moment(10))
            #expect(try await fixture.count(Self.counted) == 2)
        }
    }
}
