import Foundation

/// What is shown on standard error of work that is waited for: a bar that moves on a terminal, else a line each second in which
/// something was done.
struct ProgressLine {
    var meter: ProgressMeter
    private let start = ContinuousClock.now
    private let isTerminal = isatty(STDERR_FILENO) != 0
    private let width: Int
    private var isDrawn = false
    private var shown: (at: ContinuousClock.Instant, done: Int)

    /// - Parameter total: nil where it is not known.
    init(total: Int?) {
        meter = ProgressMeter(total: total)
        width = isTerminal ? Terminal.size.width : 0
        shown = (start, 0)
    }

    /// - Parameter what: is counted, such as `done`.
    mutating func show(done: Int, _ what: String) {
        let now = ContinuousClock.now
        meter.add(done: done, at: now - start)
        if isTerminal {
            isDrawn = true
            // One column less: a terminal that is full to its last column goes on to the next line.
            write("\r\(meter.bar(what, width: width - 1))\u{1B}[K")
        } else if now - shown.at >= .seconds(1), done != shown.done {
            shown = (now, done)
            Output.note(meter.text(what))
        }
    }

    /// Takes the bar away; what is said next stands in its place.
    mutating func end() {
        if isDrawn { write("\r\u{1B}[K") }
        isDrawn = false
    }

    private func write(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
