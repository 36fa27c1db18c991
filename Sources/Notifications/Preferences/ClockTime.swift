/// A minute of the day, as a clock on a wall shows it.
public struct ClockTime: Sendable, Hashable {
    /// 0 to 1439.
    let minute: Int

    /// - Parameter text: as `07:30`, from `00:00` to `23:59`.
    public init?(_ text: String) {
        guard text.utf8.count == 5, let match = text.wholeMatch(of: #/([0-9]{2}):([0-9]{2})/#),
            let hour = Int(match.output.1), let minute = Int(match.output.2), hour < 24, minute < 60
        else { return nil }
        self.minute = hour * 60 + minute
    }

    public var text: String {
        func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return pad(minute / 60) + ":" + pad(minute % 60)
    }
}
