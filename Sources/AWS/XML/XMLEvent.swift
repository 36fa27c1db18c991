/// What an `XMLReader` comes to next in a document.
enum XMLEvent: Equatable {
    case start(String)
    /// All the text up to the next tag: references resolved, comments left out.
    case text(String)
    case end(String)
}
