/// A place in a JSON document (RFC 6901).
struct JSONPointer {
    private(set) var text = ""

    func member(_ name: String) -> JSONPointer {
        JSONPointer(text: text + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1"))
    }

    func element(_ index: Int) -> JSONPointer { JSONPointer(text: "\(text)/\(index)") }
}
