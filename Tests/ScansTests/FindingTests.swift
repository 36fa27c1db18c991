import CloudScanners
import Foundation
import Postgres
import Testing

@testable import Scans

@Suite struct FindingTests {
    @Test("a rule opens a finding, and what is mended closes it; what is wrong again is a new one")
    func openAndClose() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(0))
            #expect(try await fixture.findings() == ["b s3_bucket_public open"])
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(10))
            #expect(try await fixture.findings() == ["b s3_bucket_public open"], "it is the same one")
            try await fixture.scan([Make.bucket("b")], at: moment(20))
            #expect(try await fixture.findings() == ["b s3_bucket_public closed"])
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(30))
            #expect(try await fixture.findings() == ["b s3_bucket_public closed", "b s3_bucket_public open"])
        }
    }

    @Test("what is not known neither opens a finding nor closes one")
    func unknown() async throws {
        try await ScansDatabase.with { fixture in
            let denied = Known<Bool>.unknown("The policy could not be read.")
            try await fixture.scan(
                [Make.bucket("b", isPublic: denied), Make.bucket("c", isPublic: true)], at: moment(0))
            #expect(try await fixture.findings() == ["c s3_bucket_public open"])
            try await fixture.scan(
                [Make.bucket("b", isPublic: denied), Make.bucket("c", isPublic: denied)], at: moment(10))
            #expect(try await fixture.findings() == ["c s3_bucket_public open"])
            // One input that is known may settle it all the same.
            try await fixture.scan([Make.bucket("d", isPublic: true, isEncrypted: false)], at: moment(20))
            #expect(try await fixture.findings(.open).contains("d s3_bucket_public_unencrypted open"))
            try await fixture.scan([Make.bucket("d", isPublic: denied, isEncrypted: true)], at: moment(30))
            #expect(try await fixture.findings(.open).contains("d s3_bucket_public_unencrypted open") == false)
            #expect(try await fixture.findings(.open).contains("d s3_bucket_public open"))
        }
    }

    @Test("a finding closes with its resource when that is known to be gone, and not before")
    func gone() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(0))
            try await fixture.scan([S3BucketRecord](), ["eu-west-1": .denied], at: moment(10))
            #expect(try await fixture.findings() == ["b s3_bucket_public open"])
            try await fixture.failedScan(.s3, "The role could not be assumed.", at: moment(15))
            #expect(try await fixture.findings() == ["b s3_bucket_public open"])
            try await fixture.scan([S3BucketRecord](), ["eu-west-1": .ok], at: moment(20))
            #expect(try await fixture.findings() == ["b s3_bucket_public closed"])
        }
    }

    @Test("every rule finds what it is for")
    func rules() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([
                Make.bucket("b", isPublic: true, isEncrypted: false, isVersioned: false), Make.bucket("fine"),
            ])
            try await fixture.scan([
                Make.database("d", isPublic: true, isReachable: true, isEncrypted: false, backups: .value(0)),
                Make.database("fine"), Make.database("closed", isPublic: true),
            ])
            try await fixture.scan([
                Make.instance("i-1", state: "stopped", stoppedAt: Date().addingTimeInterval(-31 * 86_400)),
                Make.instance("i-2", publicIP: "203.0.113.9", vpc: "vpc-1"),
                Make.instance("i-3", state: "stopped", stoppedAt: Date().addingTimeInterval(-29 * 86_400)),
            ])
            try await fixture.scan([
                Make.network("vpc-1", isDefault: true), Make.network("vpc-2", isDefault: false),
                Make.network("vpc-3", isDefault: true),
            ])
            #expect(
                Set(try await fixture.findings(.open)) == [
                    "b s3_bucket_public open", "b s3_bucket_public_unencrypted open", "b s3_bucket_unversioned open",
                    "d rds_instance_public open", "d rds_instance_reachable open", "closed rds_instance_public open",
                    "d rds_instance_without_backups open", "d rds_instance_unencrypted open",
                    "i-1 ec2_instance_stopped_long open", "i-2 ec2_instance_public_address open",
                    "vpc-1 vpc_default_in_use open",
                ])
            #expect(Set(FindingRule.all.map(\.name)).count == FindingRule.all.count)
        }
    }

    @Test("how long an instance is stopped is known from earlier scans when the cloud does not say")
    func stoppedByHistory() async throws {
        try await ScansDatabase.with { fixture in
            let day = 86_400.0
            let stopped = [Make.instance("i-1", state: "stopped")]
            try await fixture.scan(stopped, at: moment(0))
            try await fixture.scan(stopped, at: moment(20 * day))
            #expect(try await fixture.findings() == [], "not known yet")
            try await fixture.scan(stopped, at: moment(31 * day))
            #expect(try await fixture.findings() == ["i-1 ec2_instance_stopped_long open"])
            try await fixture.scan([Make.instance("i-1")], at: moment(32 * day))
            try await fixture.scan(stopped, at: moment(62 * day))
            #expect(try await fixture.findings(.open) == [], "it ran in between")
        }
    }

    @Test("whether a default network is in use is judged after a scan of the instances, too; unknown ones keep it open")
    func networkInUse() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.network("vpc-1", isDefault: true)], at: moment(0))
            #expect(try await fixture.findings() == [])
            try await fixture.scan([Make.instance("i-1", vpc: "vpc-1")], at: moment(10))
            #expect(try await fixture.findings() == ["vpc-1 vpc_default_in_use open"])
            try await fixture.scan([EC2InstanceRecord](), ["eu-west-1": .denied], at: moment(20))
            try await fixture.scan([Make.instance("i-1", vpc: "vpc-2")], ["eu-west-1": .partial], at: moment(30))
            #expect(try await fixture.findings() == ["vpc-1 vpc_default_in_use open"])
            try await fixture.scan([Make.instance("i-1", vpc: "vpc-2")], at: moment(40))
            #expect(try await fixture.findings() == ["vpc-1 vpc_default_in_use closed"])
        }
    }

    @Test("a muted finding is not open, and stays muted when it comes back; unmuted it is open again")
    func muting() async throws {
        try await ScansDatabase.with { fixture in
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(0))
            let id = try await fixture.scans.findings(FindingFilter(), of: fixture.tenant, before: nil, limit: 1)
                .findings[0].id
            let muted = try await fixture.scans.mute(id, reason: "Our website.", by: fixture.user, of: fixture.tenant) {
                _ in nil
            }
            #expect(muted?.status == .muted)
            #expect(muted?.muteReason == "Our website.")
            #expect(try await fixture.findings(.open) == [])
            try await fixture.scan([Make.bucket("b")], at: moment(10))
            try await fixture.scan([Make.bucket("b", isPublic: true)], at: moment(20))
            #expect(try await fixture.findings(.muted) == ["b s3_bucket_public muted"])
            let latest = try await fixture.scans.findings(FindingFilter(), of: fixture.tenant, before: nil, limit: 1)
                .findings[0]
            #expect(
                try await fixture.scans.unmute(latest.id, of: fixture.tenant, recording: { _ in nil })?.status == .open)
            let stranger = UUID()
            #expect(try await fixture.scans.mute(id, reason: "x", by: stranger, of: stranger) { _ in nil } == nil)
        }
    }

    @Test("critical findings that a run opens are announced once, by a job of the tenant that commits with them")
    func announced() async throws {
        try await ScansDatabase.with { fixture in
            let bad = Make.bucket("b", isPublic: true, isEncrypted: false)
            try await fixture.scan([bad, Make.bucket("c", isPublic: true, isEncrypted: false)], at: moment(0))
            try await fixture.scan([bad], at: moment(10))
            let rows = try await fixture.owner.query(
                "select tenant, status::text, (payload -> 'data' ->> 'count')::integer from jobs where kind = 'notify.request'"
            ).rows
            let row = try #require(rows.first)
            #expect(rows.count == 1)
            #expect(try row.decode(0, as: UUID.self) == fixture.tenant)
            #expect(try row.decode(1, as: String.self) == "queued")
            #expect(try row.decode(2, as: Int32.self) == 2)
            try await fixture.scan([Make.bucket("d", isPublic: true)], at: moment(20))
            #expect(try await fixture.count("select count(*) from jobs where kind = 'notify.request'") == 1)
        }
    }
}
