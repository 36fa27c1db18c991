extension LogRecord {
    /// `time LEVEL label message name=value …` and a line end; levels and messages line up.
    func text(isColoured: Bool) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        LogText.append(time, to: &line)
        line.append(UInt8(ascii: " "))
        let name = level.rawValue.uppercased()
        coloured(isColoured ? colour : nil, &line) { $0.append(contentsOf: name.utf8) }
        LogText.pad(8 - name.utf8.count, &line)
        LogText.appendEscaped(label, escapingQuotes: false, to: &line)
        LogText.pad(10 - label.count, &line)
        line.append(UInt8(ascii: " "))
        LogText.appendEscaped(message, escapingQuotes: false, to: &line)
        for (index, field) in fields.enumerated()
        where !fields[(index + 1)...].contains(where: { $0.name == field.name }) {
            append(field.name, field.value, isColoured, to: &line)
        }
        for field in context.fields { append(field.name, field.value, isColoured, to: &line) }
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private var colour: String {
        switch level {
        case .trace, .debug: "\u{1B}[2m"
        case .info: "\u{1B}[32m"
        case .warning: "\u{1B}[33m"
        case .error: "\u{1B}[31m"
        }
    }

    private func coloured(_ colour: String?, _ line: inout [UInt8], _ body: (inout [UInt8]) -> Void) {
        if let colour { line.append(contentsOf: colour.utf8) }
        body(&line)
        if colour != nil { line.append(contentsOf: "\u{1B}[0m".utf8) }
    }

    private func append(_ name: String, _ value: LogValue, _ isColoured: Bool, to line: inout [UInt8]) {
        line.append(UInt8(ascii: " "))
        coloured(isColoured ? "\u{1B}[2m" : nil, &line) {
            LogText.appendEscaped(name, to: &$0)
            $0.append(UInt8(ascii: "="))
        }
        switch value {
        case .string(let text): append(text, to: &line)
        case .integer(let number): line.append(contentsOf: String(number).utf8)
        case .double(let number): line.append(contentsOf: String(number).utf8)
        case .boolean(let isTrue): line.append(contentsOf: (isTrue ? "true" : "false").utf8)
        case .duration(let duration): line.append(contentsOf: "\(duration.inSeconds)s".utf8)
        }
    }

    private func append(_ text: String, to line: inout [UInt8]) {
        let isBare = !text.isEmpty && !text.contains { $0.isWhitespace || $0 == "\"" || $0 == "=" || $0 == "\\" }
        if !isBare { line.append(UInt8(ascii: "\"")) }
        LogText.appendEscaped(text, escapingQuotes: !isBare, to: &line)
        if !isBare { line.append(UInt8(ascii: "\"")) }
    }
}
