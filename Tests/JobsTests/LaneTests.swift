import Foundation
import Testing

@testable import Jobs

@Suite struct LaneTests {
    @Test("a lane's hash is FNV-1a, the same in every process and version")
    func hash() {
        // From draft-eastlake-fnv, appendix "Test Vectors", 64 bits.
        #expect(Lane.hash("") == 0xcbf2_9ce4_8422_2325)
        #expect(Lane.hash("a") == 0xaf63_dc4c_8601_ec8c)
        #expect(Lane.hash("foobar") == 0x8594_4171_f739_67e8)
        #expect(Lane(kind: "scan.aws", limitKey: "foobar").name == "scan.aws#85944171f73967e8")
    }

    @Test("a lane says its kind, with a limit key and without, also when it comes back as a name")
    func kind() {
        for kind: JobKind in ["scan.aws.ec2", "x", "bench.noop"] {
            for key in [nil, "", "account 7", "a#b", "ключ"] {
                let lane = Lane(kind: kind, limitKey: key)
                #expect(lane.kind == kind && Lane(name: lane.name) == lane)
                #expect((lane.name == kind.rawValue) == (key == nil))
                // The key is the caller's word: it stays in the database.
                if let key, key.count > 2 { #expect(!lane.name.contains(key)) }
            }
        }
        #expect(Lane(kind: "k", limitKey: "a") != Lane(kind: "k", limitKey: "b"))
    }

    @Test("a job is offered as it was accepted")
    func offer() {
        let definition = JobDefinition(kind: "k", queue: "q", timeout: .seconds(61))
        var job = NewJob(id: JobIDMinter().mint(), tenant: UUID(), definition: definition, payload: [], priority: 7)
        job.limitKey = "a"
        #expect(job.status == .queued && job.offer.runAt == nil)
        #expect(job.offer.lane == Lane(kind: "k", limitKey: "a") && job.offer.priority == 7)
        job.runAt = Date() + 60
        #expect(job.status == .scheduled && job.offer.runAt == job.runAt)
        #expect(definition.needsDurableClaim)
        #expect(!JobDefinition(kind: "k", queue: "q", timeout: .seconds(60)).needsDurableClaim)
    }
}
