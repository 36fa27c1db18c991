/// JSON text under construction, and the containers of it that are open.
final class JSONOutput {
    enum Kind { case object, array }

    var bytes: [UInt8] = []
    private var open: [(closing: UInt8, isEmpty: Bool)] = []

    init() { bytes.reserveCapacity(256) }

    /// Begins a container within so many others, unless it was begun before.
    func open(_ kind: Kind, at depth: Int) {
        guard open.count <= depth else { return }
        bytes.append(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "["))
        open.append((kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]"), true))
    }

    /// Ends the containers within that many others.
    func close(to depth: Int) {
        while open.count > depth, let last = open.popLast() { bytes.append(last.closing) }
    }

    /// What stood before in the container is complete, and another element of it follows.
    func beginElement(at depth: Int) {
        close(to: depth + 1)
        guard open.indices.contains(depth) else { return }
        if open[depth].isEmpty { open[depth].isEmpty = false } else { bytes.append(UInt8(ascii: ",")) }
    }

    func beginMember(_ name: String, at depth: Int) {
        beginElement(at: depth)
        quote(name)
        bytes.append(UInt8(ascii: ":"))
    }

    /// A member that is called as a property is, in snake_case.
    func beginMember(ofProperty name: String, at depth: Int) {
        beginElement(at: depth)
        bytes.append(UInt8(ascii: "\""))
        JSONCoding.appendSnakeCase(name, to: &bytes)
        bytes += [UInt8(ascii: "\""), UInt8(ascii: ":")]
    }

    func write(_ text: StaticString) {
        bytes += UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    func write(_ text: String) { bytes += text.utf8 }
    func write(_ value: some FixedWidthInteger) { bytes += String(value).utf8 }
    func quote(_ text: String) { JSONValue.append(text, to: &bytes) }
}
