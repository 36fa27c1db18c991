/// What is wrong with a plan or the terms of a subscription, all of it at once.
public struct PlanProblems: Error, Sendable, Hashable {
    public struct Problem: Sendable, Hashable {
        /// A JSON Pointer (RFC 6901) into the body that it came with, such as `/modules/3/price_cents`.
        public let pointer: String
        /// For the caller: what should be there.
        public let message: String
    }

    /// 100 at most.
    public private(set) var problems: [Problem] = []

    mutating func reject(_ pointer: String, _ message: String) {
        if problems.count < 100 { problems.append(Problem(pointer: pointer, message: message)) }
    }

    mutating func expect(_ number: Int64, at pointer: String, in range: ClosedRange<Int64>, _ what: String) {
        if !range.contains(number) {
            reject(pointer, "should be \(what) from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
