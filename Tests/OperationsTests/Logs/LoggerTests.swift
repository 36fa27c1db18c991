import Foundation
import Glibc
import Testing

@testable import Operations

@Suite("The logger")
struct LoggerTests {
    private let sink = MemoryLogSink()

    private func objects() throws -> [[String: Any]] {
        try sink.lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
    }

    @Test("a JSON line is one object with time, level, label, message, fields and context")
    func json() throws {
        let logger = Logger(label: "api", format: .json, sink: sink).with(["queue": "scan"])
        LogContext.with(LogContext(requestID: "r-1", traceID: "4bf92f")) {
            logger.warning(
                "slow",
                ["seconds": 0.25, "rows": 3, "ok": true, "took": .duration(.milliseconds(1500)), "nan": .double(.nan)])
        }
        let object = try #require(try objects().first)
        #expect(object["level"] as? String == "warning" && object["label"] as? String == "api")
        #expect(object["message"] as? String == "slow" && object["queue"] as? String == "scan")
        #expect(object["request_id"] as? String == "r-1" && object["trace_id"] as? String == "4bf92f")
        #expect(object["seconds"] as? Double == 0.25 && object["rows"] as? Int == 3 && object["ok"] as? Bool == true)
        #expect(object["took"] as? Double == 1.5 && object["nan"] as? String == "nan")
        let time = try #require(object["time"] as? String)
        #expect(time.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) != nil)
        let parsed = try Date(
            time,
            strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted)
        )
        #expect(abs(parsed.timeIntervalSinceNow) < 60)
    }

    @Test("a line that is logged during a run carries its job, kind and attempt, and no field takes their names")
    func run() throws {
        let id = UUID()
        let run = LogContext.Run(jobID: id, kind: "mail.send", attempt: 3)
        LogContext.with(LogContext(requestID: "r-1", run: run)) {
            Logger(label: "mail", format: .json, sink: sink).info("sent", ["kind": "letter", "size": 3])
            Logger(label: "mail", format: .text, sink: sink).info("sent")
        }
        Logger(label: "mail", format: .json, sink: sink).info("idle", ["kind": "letter"])
        let lines = sink.lines
        #expect(lines[1].contains("sent request_id=r-1 job_id=\(id.uuidString.lowercased()) kind=mail.send attempt=3"))
        let first = try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any]
        #expect(first?["job_id"] as? String == id.uuidString.lowercased() && first?["attempt"] as? Int == 3)
        #expect(first?["kind"] as? String == "mail.send" && first?["field_kind"] as? String == "letter")
        #expect(lines[2].contains(#""kind":"letter""#), "without a run the name is free")
    }

    @Test("a time is written in UTC with every digit")
    func time() {
        var line: [UInt8] = []
        LogText.append(timespec(tv_sec: 1_761_352_205, tv_nsec: 7_999_999), to: &line)
        #expect(String(decoding: line, as: UTF8.self) == "2025-10-25T00:30:05.007Z")
    }

    @Test("what is below the level costs nothing and says nothing")
    func levels() {
        let logger = Logger(label: "api", level: .warning, sink: sink)
        var evaluated = 0
        func costly() -> String {
            evaluated += 1
            return "x"
        }
        logger.debug(costly(), ["field": .string(costly())])
        logger.info(costly())
        #expect(evaluated == 0 && sink.lines.isEmpty)
        logger.warning(costly())
        logger.error(costly())
        #expect(evaluated == 2 && sink.lines.count == 2)
    }

    @Test("no value can end a line, forge another or steer a terminal, in either format", arguments: LogFormat.allCases)
    func controlCharacters(format: LogFormat) throws {
        let evil = "a\n{\"level\":\"error\"}\r\u{1B}[2J\u{0}\u{7F}\u{9B}31m\u{2028}\"\\"
        Logger(label: evil, format: format, sink: sink).info(evil, ["key\n": .string(evil)])
        let line = try #require(sink.lines.first)
        #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control || $0 == "\u{2028}" })
        if format == .json { #expect(try objects().first?["message"] as? String == evil) }
    }

    @Test("a field cannot replace the line's own names, and the later of two of one name holds")
    func collisions() throws {
        Logger(label: "api", sink: sink).with(["queue": "a"]).info("m", ["level": "error", "queue": "b"])
        let object = try #require(try objects().first)
        #expect(object["level"] as? String == "info" && object["field_level"] as? String == "error")
        #expect(object["queue"] as? String == "b")
    }

    @Test("text lines up, quotes what needs it, and has colour only when asked for")
    func text() throws {
        let logger = Logger(label: "api", format: .text, sink: sink)
        logger.info("started", ["port": 8080, "name": "two words", "empty": "", "plain": "x"])
        logger.warning("hm")
        let first = try #require(sink.lines.first)
        #expect(first.dropFirst(24) == #" INFO    api        started port=8080 name="two words" empty="" plain=x"#)
        #expect(sink.lines[1].dropFirst(24) == " WARNING api        hm")
        Logger(label: "api", format: .text, isColoured: true, sink: sink).error("bad")
        #expect(sink.lines[2].contains("\u{1B}[31mERROR\u{1B}[0m"))
    }

    @Test("a very long value is cut")
    func long() {
        Logger(label: "api", sink: sink).info("m", ["big": .string(String(repeating: "é", count: 1_000_000))])
        #expect((sink.lines.first?.utf8.count ?? 0) < LogText.maximumBytes + 200)
        #expect(sink.lines.first?.contains("…") == true)
    }

    @Test("a repeated message is said once per interval, with how many were held back")
    func repeats() throws {
        let clock = ManualClock()
        let limit = RepeatLimit(every: .seconds(10), now: { clock.now })
        let logger = Logger(label: "broker", sink: sink)
        for _ in 0..<500 { logger.log(.warning, "redis is away", limitedBy: limit) }
        logger.log(.warning, "another", limitedBy: limit)
        #expect(sink.lines.count == 2)
        clock.advance(by: .seconds(10))
        logger.log(.warning, "redis is away", limitedBy: limit, ["host": "h"])
        let last = try #require(try objects().last)
        #expect(last["suppressed"] as? Int == 499 && last["host"] as? String == "h")
    }

    @Test("a limit remembers a bounded number of messages")
    func boundedRepeats() {
        let limit = RepeatLimit(every: .seconds(10), maximumKeys: 4)
        for index in 0..<1000 { #expect(limit.admit("\(index)") == 0) }
        #expect(limit.admit("999") == nil)
    }
}
