/// Places in a JSON document (RFC 6901).
enum JSONPointer {
    /// One step into an object: a slash and the member's name, cut where it is long.
    static func step(_ name: String) -> String {
        let name = PlainText.cut(name, to: 60)
        return "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
