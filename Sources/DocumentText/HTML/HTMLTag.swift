/// A start or end tag.
struct HTMLTag {
    var name: String
    var isEnd = false
    var isSelfClosing = false
    /// By the attributes `hidden` and `aria-hidden`, or a style that says so.
    var isHidden = false

    mutating func note(_ attribute: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) {
        // Longer ones are none of these; a style is looked at as far as a page's own styles reach.
        guard attribute.count <= 11, value.count <= 4096 else { return }
        switch String(decoding: attribute, as: UTF8.self).lowercased() {
        case "hidden": isHidden = true
        case "aria-hidden":
            if String(decoding: value, as: UTF8.self).lowercased() == "true" { isHidden = true }
        case "style":
            let style = String(decoding: value, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
            if style.contains("display:none") || style.contains("visibility:hidden") { isHidden = true }
        default: break
        }
    }
}
