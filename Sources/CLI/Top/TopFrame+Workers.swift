import Storage

/// The workers, as far as there is room for them: those that need a look first.
extension TopFrame {
    private static let workerHeader = ["WORKER", "HOST", "PID", "RUN/SLOTS", "SILENT", "STATE"]

    /// - Parameter room: lines, with the blank one before.
    func workerLines(room: Int) -> [String] {
        guard !workers.isEmpty, room >= 3 else { return [] }
        let sorted = workers.sorted { place(of: $0) < place(of: $1) }
        let shown = sorted.count + 2 <= room ? sorted.count : room - 3
        let rows = sorted.prefix(shown).map { record in
            [
                Output.line(record.session.worker), Output.line(record.session.host), "\(record.session.processID)",
                "\(record.session.running)/\(record.session.concurrency)",
                Self.duration(record.silence / .seconds(1)), state(of: record),
            ]
        }
        let more = sorted.count - shown
        return [""] + Output.columns([Self.workerHeader] + rows, gap: 1) + (more > 0 ? ["… \(more) more workers"] : [])
    }

    /// Silent ones first, then by name.
    private func place(of record: SessionRecord) -> (Int, String, Int32) {
        (isSilent(record) ? 0 : 1, record.session.worker, record.session.processID)
    }

    private func state(of record: SessionRecord) -> String {
        isSilent(record) ? "silent" : record.isQuiet ? "quiet" : ""
    }

    private func isSilent(_ record: SessionRecord) -> Bool { record.silence >= lease }
}
