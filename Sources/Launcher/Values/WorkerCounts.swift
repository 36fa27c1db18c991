/// How many processes of each kind `--workers scan=2,ai=0` asks for; kinds that it does not name get none.
public struct WorkerCounts: Sendable, Hashable {
    static let maximum = 64

    private let counts: [String: Int]

    /// - Parameter known: the names that may stand before `=`; any name may before `=0`.
    public init(parsing text: String, known: [String]) throws(UsageError) {
        var counts: [String: Int] = [:]
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.filter { $0 != " " } }
            guard sides.count == 2, let count = Int(sides[1]), (0...Self.maximum).contains(count) else {
                throw UsageError(
                    "--workers holds \"\(part)\": it should read NAME=COUNT,… with counts from 0 to \(Self.maximum)")
            }
            // None of a worker that this version does not have is what it starts anyway.
            guard known.contains(sides[0]) || count == 0 else {
                throw UsageError("--workers names \"\(sides[0])\": known are \(known.joined(separator: ", "))")
            }
            guard counts.updateValue(count, forKey: sides[0]) == nil else {
                throw UsageError("--workers names \"\(sides[0])\" twice")
            }
        }
        self.counts = counts
    }

    public subscript(name: String) -> Int { counts[name] ?? 0 }
}
