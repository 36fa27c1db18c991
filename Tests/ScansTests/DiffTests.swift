import Foundation
import Postgres
import Testing

@testable import Scans

@Suite struct DiffTests {
    private func diff(_ fixture: ScansDatabase, _ after: UUID, _ before: UUID) async throws -> ScanDiff {
        let new = try #require(try await fixture.scans.scan(after, of: fixture.tenant))
        let old = try #require(try await fixture.scans.scan(before, of: fixture.tenant))
        let services = Dictionary(uniqueKeysWithValues: new.services.map { ($0, old) })
        return try await fixture.scans.diff(new, against: services, of: fixture.tenant, beyond: nil, limit: 100)
    }

    private func lines(_ diff: ScanDiff) -> [String] { diff.items.map { "\($0.identifier) \($0.change.rawValue)" } }

    @Test("a diff lists what appeared, what is gone, and what changed from what to what")
    func changes() async throws {
        try await ScansDatabase.with { fixture in
            let before = try await fixture.scan(
                [Make.instance("i-1"), Make.instance("i-2"), Make.instance("i-3")], at: moment(0))
            let after = try await fixture.scan(
                [Make.instance("i-1"), Make.instance("i-2", state: "stopped"), Make.instance("i-4")], at: moment(10))
            let diff = try await diff(fixture, after, before)
            #expect(lines(diff) == ["i-2 changed", "i-3 gone", "i-4 appeared"])
            #expect(diff.gaps.isEmpty)
            let columns =
                try JSONSerialization.jsonObject(with: Data(diff.items[0].columns)) as? [String: [String: Any]]
            #expect(columns?.keys.sorted() == ["state"])
            #expect(columns?["state"]?["before"] as? String == "running")
            #expect(columns?["state"]?["after"] as? String == "stopped")
            let scan = try #require(try await fixture.scans.scan(after, of: fixture.tenant))
            let earlier = try await fixture.scans.scansBefore(scan, of: fixture.tenant)
            #expect(earlier.mapValues(\.id) == ["ec2": before])
            let first = try await fixture.scans.diff(
                scan, against: earlier,
                of: fixture.tenant, beyond: nil, limit: 2)
            #expect(lines(first) == ["i-2 changed", "i-3 gone"])
            let rest = try await fixture.scans.diff(
                scan, against: earlier,
                of: fixture.tenant, beyond: first.next, limit: 2)
            #expect(lines(rest) == ["i-4 appeared"])
            #expect(rest.next == nil)
        }
    }

    @Test("where one of the scans was not complete, nothing appeared and nothing is gone: it is not known")
    func notKnown() async throws {
        try await ScansDatabase.with { fixture in
            let before = try await fixture.scan(
                [Make.instance("a"), Make.instance("b", "us-east-1"), Make.instance("c", "sa-east-1")],
                ["eu-west-1": .partial, "us-east-1": .ok, "sa-east-1": .ok], at: moment(0))
            let after = try await fixture.scan(
                [Make.instance("a"), Make.instance("d"), Make.instance("e", "sa-east-1")],
                ["eu-west-1": .ok, "us-east-1": .denied, "sa-east-1": .ok], at: moment(10))
            let diff = try await diff(fixture, after, before)
            #expect(lines(diff) == ["d not_known", "c gone", "e appeared", "b not_known"])
            #expect(
                diff.gaps.map { "\($0.region ?? "") \($0.scan == before)" } == ["eu-west-1 true", "us-east-1 false"])
        }
    }

    @Test("a value that one of the scans could not read is not a change")
    func unknownValues() async throws {
        try await ScansDatabase.with { fixture in
            let before = try await fixture.scan(
                [Make.bucket("a"), Make.bucket("b", isVersioned: false)], at: moment(0))
            let after = try await fixture.scan(
                [Make.bucket("a", isPublic: .unknown("Denied.")), Make.bucket("b", isPublic: .unknown("Denied."))],
                at: moment(10))
            let diff = try await diff(fixture, after, before)
            #expect(lines(diff) == ["a not_known", "b changed"])
            let columns =
                try JSONSerialization.jsonObject(with: Data(diff.items[1].columns)) as? [String: [String: Any]]
            #expect(columns?["is_public"]?["known"] as? Bool == false)
            #expect(columns?["versioning_enabled"]?["known"] as? Bool == true)
        }
    }

    @Test("a service that one of the scans did not look at, or could not, is not known")
    func otherServices() async throws {
        try await ScansDatabase.with { fixture in
            let before = try await fixture.failedScan(.ec2, "The role could not be assumed.", at: moment(0))
            let after = try await fixture.scan([Make.instance("a")], at: moment(10))
            let failed = try await diff(fixture, after, before)
            #expect(failed.items.isEmpty)
            #expect(failed.gaps.map(\.reason).contains("The role could not be assumed."))
            let buckets = try await fixture.scan([Make.bucket("b")], at: moment(20))
            #expect(try await diff(fixture, buckets, after).gaps.map(\.status) == ["not_scanned"])
        }
    }

    @Test("each service is compared with the latest complete look at it before, whichever scan that was")
    func perService() async throws {
        try await ScansDatabase.with { fixture in
            let instances = try await fixture.scan([Make.instance("i-1")], at: moment(0))
            let cut = try await fixture.scan([Make.instance("i-1")], ["eu-west-1": .throttled], at: moment(10))
            let buckets = try await fixture.scan([Make.bucket("b")], ["global": .ok, "eu-west-1": .ok], at: moment(20))
            try await fixture.failedScan(.vpc, "The role could not be assumed.", at: moment(30))
            // Another account of the cloud, and a stranger's.
            try await fixture.scan([Make.instance("i-9")], at: moment(40), role: "arn:aws:iam::999988887777:role/scan")
            let stranger = UUID()
            try await fixture.makeAccount(stranger)
            let foreign = try await fixture.scan([Make.instance("i-8")], at: moment(40), tenant: stranger)
            let both = try await fixture.scanBoth(
                [Make.instance("i-2")], [Make.bucket("b"), Make.bucket("c")], at: moment(50))
            let scan = try #require(try await fixture.scans.scan(both, of: fixture.tenant))
            let before = try await fixture.scans.scansBefore(scan, of: fixture.tenant)
            #expect(before.mapValues(\.id) == ["ec2": instances, "s3": buckets])
            let diff = try await fixture.scans.diff(scan, against: before, of: fixture.tenant, beyond: nil, limit: 10)
            #expect(lines(diff) == ["i-1 gone", "i-2 appeared", "c appeared"])
            #expect(diff.gaps.isEmpty && diff.before.map(\.scan) == [instances, buckets])
            // Where no look was complete, one that was not is better than none.
            let only = try #require(try await fixture.scans.scan(cut, of: fixture.tenant))
            #expect(try await fixture.scans.scansBefore(only, of: fixture.tenant).mapValues(\.id) == ["ec2": instances])
            try await fixture.owner.query("update scan_runs set status = 'error' where scan_id = \(instances)")
            #expect(try await fixture.scans.scansBefore(scan, of: fixture.tenant)["ec2"]?.id == cut)
            #expect(try await fixture.scans.scansBefore(scan, of: stranger).values.allSatisfy { $0.id == foreign })
        }
    }
}
