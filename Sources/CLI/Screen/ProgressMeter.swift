/// How far work is, how fast it goes and how long it will take: a value that is given what was done by when.
struct ProgressMeter {
    /// nil while it is not known.
    var total: Int?
    private(set) var done: Int
    /// By when how much was done, of the last seconds; the first is where the rate begins.
    private var samples: [(at: Duration, done: Int)]
    private static let window = Duration.seconds(10)

    /// - Parameter done: at the start.
    init(total: Int?, done: Int = 0) {
        self.total = total
        self.done = done
        samples = [(.zero, done)]
    }

    /// - Parameter at: since the start.
    mutating func add(done: Int, at time: Duration) {
        self.done = done
        samples.append((time, done))
        while samples.count > 2, time - samples[1].at >= Self.window { samples.removeFirst() }
    }

    /// Of the whole, from 0 to 1; more may come to light than was counted.
    var fraction: Double? {
        total.map { $0 <= 0 ? 1 : min(1, max(0, Double(done) / Double($0))) }
    }

    /// A second, over the last ten.
    var rate: Double? {
        guard let first = samples.first, let last = samples.last, last.at > first.at else { return nil }
        return Double(last.done - first.done) / ((last.at - first.at) / .seconds(1))
    }

    /// Until the end, at this rate.
    var secondsLeft: Double? {
        guard let total, let rate, rate > 0 else { return nil }
        return Double(max(0, total - done)) / rate
    }
}

extension ProgressMeter {
    /// `45%  120 of 266 changed, 31/s, 4 s left`
    func text(_ what: String) -> String {
        var parts = [total.map { "\(done) of \(max($0, done)) \(what)" } ?? "\(done) \(what)"]
        if let rate { parts.append("\(TopFrame.number(rate))/s") }
        if let secondsLeft, done < total ?? 0 { parts.append("\(TopFrame.duration(secondsLeft)) left") }
        let percent = fraction.map { "\(Int($0 * 100 + 1e-9))%  " } ?? ""
        return percent + parts.joined(separator: ", ")
    }

    /// What a handler says of itself: `[########------------] 40%  eu-west-1`
    static func bar(_ percent: Double, _ message: String?) -> String {
        let full = Int(percent / 5)
        let bar = String(repeating: "#", count: full) + String(repeating: "-", count: max(0, 20 - full))
        return "[\(bar)] \(Int(percent))%" + (message.map { "  \($0)" } ?? "")
    }

    /// The same behind a bar that fills what is left of a line, where the whole is known and there is room.
    func bar(_ what: String, width: Int) -> String {
        let text = text(what)
        let room = min(40, width - text.columns - 3)
        guard let fraction, room >= 8 else { return text.prefix(columns: width) }
        let full = Int(fraction * Double(room))
        return "[\(String(repeating: "#", count: full))\(String(repeating: "-", count: room - full))] \(text)"
    }
}
