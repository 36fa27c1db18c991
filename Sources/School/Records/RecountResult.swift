/// What a recount of the indicators has found.
public struct RecountResult: Sendable, Hashable, Encodable {
    enum Part: CaseIterable {
        /// The lines of pupils, beside their sessions.
        case lines
        /// The totals of schools, beside the lines.
        case totals
    }

    public private(set) var compared = 0
    public private(set) var differences = 0

    init(compared: Int = 0, differences: Int = 0) {
        self.compared = compared
        self.differences = differences
    }

    mutating func add(_ other: RecountResult) {
        compared += other.compared
        differences += other.differences
    }
}
