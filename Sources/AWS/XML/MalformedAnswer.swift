/// Why an answer of AWS could not be read.
enum MalformedAnswer: String, Error {
    /// Something else: HTML, JSON, nothing.
    case notXML
    case documentType
    /// It breaks off or is not well-formed.
    case broken
    case tooDeep
    case tooManyElements
    case missingField
    /// Another document than the one that was asked for.
    case otherDocument
    /// A page's token came twice.
    case repeatedToken
    case endlessPages
}
