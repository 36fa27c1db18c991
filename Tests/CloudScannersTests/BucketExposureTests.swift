import AWS
import Testing

@testable import CloudScanners

@Suite("Who gets into a bucket")
struct BucketExposureTests {
    private static let settings: [Known<Bool>] = [.value(true), .value(false), .unknown("why")]

    /// ACL, policy, ownership, and two flags of the account's and the bucket's block.
    private static func exposure(_ inputs: [Known<Bool>]) -> BucketExposure {
        func block(_ ignores: Known<Bool>, _ restricts: Known<Bool>) -> Known<PublicAccessBlock> {
            guard let ignores = ignores.value, let restricts = restricts.value else { return .unknown("why") }
            var block = PublicAccessBlock()
            (block.ignorePublicACLs, block.restrictPublicBuckets) = (ignores, restricts)
            return .value(block)
        }
        return BucketExposure(
            accountBlock: block(inputs[3], inputs[4]), bucketBlock: block(inputs[5], inputs[6]),
            aclIsPublic: inputs[0], policyIsPublic: inputs[1],
            ownership: inputs[2].map { $0 ? .bucketOwnerEnforced : .objectWriter })
    }

    /// AWS's rule, for inputs that are all known.
    private static func truth(_ inputs: [Bool]) -> Bool {
        let byACL = inputs[0] && !inputs[2] && !(inputs[3] || inputs[5])
        let byPolicy = inputs[1] && !(inputs[4] || inputs[6])
        return byACL || byPolicy
    }

    /// Every way in which the unknown inputs could turn out.
    private static func completions(_ inputs: [Known<Bool>]) -> [[Bool]] {
        inputs.reduce([[]]) { lists, input in
            let choices = input.value.map { [$0] } ?? [true, false]
            return lists.flatMap { list in choices.map { list + [$0] } }
        }
    }

    @Test("the verdict is known exactly where what could not be read cannot change it, and then it is the true one")
    func verdicts() {
        var inputs: [[Known<Bool>]] = [[]]
        for _ in 0..<7 { inputs = inputs.flatMap { list in Self.settings.map { list + [$0] } } }
        // A block is read as a whole or not at all.
        let possible = inputs.filter {
            ($0[3].value == nil) == ($0[4].value == nil) && ($0[5].value == nil) == ($0[6].value == nil)
        }
        #expect(possible.count == 27 * 25)
        for inputs in possible {
            let outcomes = Set(Self.completions(inputs).map(Self.truth))
            let verdict = Self.exposure(inputs).isPublic
            #expect(verdict.value == (outcomes.count == 1 ? outcomes.first : nil), "\(inputs)")
            #expect((verdict.reason == nil) == (verdict.value != nil))
        }
    }

    @Test("what lets everyone in is named, and each reason once")
    func reasons() {
        let open = Self.exposure([.value(true), .value(true)] + [Known<Bool>](repeating: .value(false), count: 5))
        #expect(open.isPublic == .value(true) && open.publicBy == ["acl", "policy"] && open.aclsCount == .value(true))
        let closed = Self.exposure(
            [.value(true), .value(false), .value(true)] + [Known<Bool>](repeating: .value(false), count: 4))
        #expect(closed.isPublic == .value(false) && closed.publicBy.isEmpty && closed.aclsCount == .value(false))
        let dark = Self.exposure([Known<Bool>](repeating: .unknown("why"), count: 7))
        #expect(dark.isPublic == .unknown("why") && dark.publicBy.isEmpty)
    }
}
