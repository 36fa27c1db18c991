import Foundation

/// What `--watch` prints: on a terminal each look in place of the last one; else one behind the other, with a blank line
/// between them, or a line of JSON each.
struct Watch {
    private let interval: Duration
    private let isJSON: Bool
    private var picture: LiveText?
    private var last: Listing?

    init(every interval: Duration, asJSON isJSON: Bool) {
        self.interval = interval
        self.isJSON = isJSON
        picture = isJSON || isatty(STDOUT_FILENO) == 0 ? nil : LiveText()
    }

    /// Whether another look may succeed: a server that is away comes back, a wrong word stays wrong.
    static func isPassing(_ error: any Error) -> Bool {
        switch error {
        case is UsageMistake, is CommandFailure, is Output.Closed, is CancellationError: false
        default: true
        }
    }

    mutating func show(_ listing: Listing) throws {
        if picture != nil {
            last = listing
            let seconds = interval.components.seconds
            return try draw("\(Output.time(Date()))  every \(seconds) s  Ctrl-C ends it")
        }
        let isFirst = last == nil
        last = listing
        try Output.write(isJSON ? listing.json + "\n" : (isFirst ? "" : "\n") + listing.text)
    }

    /// What was read last stays.
    mutating func show(trouble: String) throws {
        if picture == nil { return Output.note("not read: \(trouble)") }
        try draw("\(Output.time(Date()))  not read: \(Output.clean(trouble))")
    }

    private mutating func draw(_ state: String) throws {
        let size = Terminal.size
        guard let text = picture?.frame((last?.lines ?? []) + ["", state], pinned: 2, size) else { return }
        try Output.write(text)
    }
}
