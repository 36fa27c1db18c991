import Foundation
import Reactor

/// What libFuzzer calls: the first byte picks a reader of bytes that come from outside, the rest is what it reads. A trap, a
/// bad access and what is written in another way than it was read end the run; an error is an answer.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = bytes.first else { return 0 }
    let rest = Array(bytes.dropFirst())
    let text = String(decoding: rest, as: UTF8.self)
    switch choice % 8 {
    case 0: readJSON(rest)
    case 1:
        if let expression = try? CronExpression(text) {
            _ = expression.next(after: Date(timeIntervalSince1970: 1.8e9), in: .gmt)
        }
    case 2:
        for piece in [1, 3, 64] { readFrames(rest, piece) }
    case 3: _ = rest.withUnsafeBytes { RequestTarget($0) }
    case 4: _ = RFC3339.parse(text).map { RFC3339.format($0) }
    case 5: _ = IPNetwork(text).map { "\($0)" }
    case 6: _ = try? XMLAnswer.read(rest, records: ["a", "b"])
    default: _ = TraceParent(text).map(\.description)
    }
    return 0
}

private func readJSON(_ bytes: [UInt8]) {
    guard let value = try? JSONCoding.decode(JSONValue.self, from: bytes) else { return }
    precondition(
        (try? JSONCoding.decode(JSONValue.self, from: value.serialized())) == value, "read, written, read: not the same"
    )
    if let number = value.numberValue { _ = number.integer }
    _ = try? JSONCoding.decode([String: Date].self, from: bytes)
    _ = try? JSONCoding.decode([Int32].self, from: bytes)
}

private func readFrames(_ bytes: [UInt8], _ piece: Int) {
    var decoder = FrameDecoder(maximumFrameBytes: 1000)
    for start in stride(from: 0, to: bytes.count, by: piece) {
        let part = Array(bytes[start..<min(bytes.count, start + piece)])
        guard (try? part.withUnsafeBytes { try decoder.decode($0) }) != nil else { return }
    }
}
