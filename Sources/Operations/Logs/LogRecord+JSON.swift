extension LogRecord {
    private static let ownNames: Set<String> = ["time", "level", "label", "message", "request_id", "trace_id"]

    /// One JSON object and a line end.
    func json() -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line.append(contentsOf: "{\"time\":\"".utf8)
        LogText.append(time, to: &line)
        line.append(UInt8(ascii: "\""))
        append("level", .string(level.rawValue), to: &line)
        append("label", .string(label), to: &line)
        append("message", .string(message), to: &line)
        let tied = context.fields
        for field in tied { append(field.name, field.value, to: &line) }
        // Of two fields with one name the later, more particular one holds.
        for (index, field) in fields.enumerated()
        where !fields[(index + 1)...].contains(where: { $0.name == field.name }) {
            let isTaken = Self.ownNames.contains(field.name) || tied.contains { $0.name == field.name }
            append(isTaken ? "field_\(field.name)" : field.name, field.value, to: &line)
        }
        line.append(contentsOf: "}\n".utf8)
        return line
    }

    private func append(_ name: String, _ value: LogValue, to line: inout [UInt8]) {
        line.append(contentsOf: ",\"".utf8)
        LogText.appendEscaped(name, to: &line)
        line.append(contentsOf: "\":".utf8)
        switch value {
        case .string(let text): appendString(text, to: &line)
        case .integer(let number): line.append(contentsOf: String(number).utf8)
        case .double(let number): append(number, to: &line)
        case .boolean(let isTrue): line.append(contentsOf: (isTrue ? "true" : "false").utf8)
        case .duration(let duration): append(duration.inSeconds, to: &line)
        }
    }

    private func append(_ number: Double, to line: inout [UInt8]) {
        // JSON has no word for the others.
        if number.isFinite {
            line.append(contentsOf: String(number).utf8)
        } else {
            appendString(String(number), to: &line)
        }
    }

    private func appendString(_ text: String, to line: inout [UInt8]) {
        line.append(UInt8(ascii: "\""))
        LogText.appendEscaped(text, to: &line)
        line.append(UInt8(ascii: "\""))
    }
}
