public import Foundation

/// When a step is worth revising again: SM-2 (P. A. Woźniak, "Optimization of repetition spacing in the practice of learning",
/// 1990, https://super-memory.com/english/ol/sm2.htm), with a step in the place of an item.
///
/// * A score becomes the quality of a response, from 0 to 5: `score / 20`, rounded.
/// * After a quality of 3 or more, the next revision is due in 1 day, then in 6 days, then in `interval × EF` days.
/// * A quality below 3 begins the intervals anew and leaves EF as it is.
/// * EF begins at 2.5, and each quality q of 3 or more adds `0.1 − (5 − q)(0.08 + (5 − q) 0.02)`; it never falls below 1.3.
/// * A quality below 4 may be repeated at once: SM-2 repeats such items until they have at least 4.
public struct SpacedRepetition: Sendable, Hashable {
    /// Of the step, in a row.
    public private(set) var repetitions = 0
    public private(set) var easiness = 2.5
    /// In days; 0: at once.
    public private(set) var interval = 0
    /// The earliest moment of the next one; nil: at once.
    public private(set) var dueAt: Date?

    private static let passing = 3
    private static let settled = 4

    /// - Parameter sessions: of one step, in the order of their ends. One without a score says nothing of what was learned.
    public init(_ sessions: [PastSession]) {
        for session in sessions {
            guard let score = session.score else { continue }
            add(Self.quality(of: score), at: session.endedAt)
        }
    }

    /// - Parameter score: in per cent.
    static func quality(of score: Int) -> Int { Int((Double(max(0, min(100, score))) / 20).rounded()) }

    /// Whether a step with this score is passed.
    public static func passes(_ score: Int) -> Bool { quality(of: score) >= passing }

    private mutating func add(_ quality: Int, at moment: Date) {
        if quality < Self.passing {
            (repetitions, interval) = (0, 1)
        } else {
            repetitions += 1
            interval =
                switch repetitions {
                case 1: 1
                case 2: 6
                default: Int((Double(interval) * easiness).rounded(.up))
                }
            let gap = Double(5 - quality)
            easiness = max(1.3, easiness + 0.1 - gap * (0.08 + gap * 0.02))
        }
        // A century is long enough.
        interval = min(interval, 36_500)
        dueAt = quality < Self.settled ? nil : moment.addingTimeInterval(Double(interval) * 86_400)
    }
}
