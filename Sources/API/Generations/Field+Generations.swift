import Foundation
import JSON
import Schemas

extension Field<[UUID]> {
    /// Ids, each once.
    static func ids(_ name: String, _ range: ClosedRange<Int>) -> Field {
        Field(
            name, "a list of \(range.lowerBound) to \(range.upperBound) ids, each once",
            schema: .array(of: .uuid, range, isSet: true)
        ) { json in
            guard let list = json.arrayValue, range.contains(list.count) else { return nil }
            let ids = list.compactMap { $0.stringValue.flatMap(UUID.init(uuidString:)) }
            return ids.count == list.count && Set(ids).count == ids.count ? ids : nil
        }
    }
}

extension Field<[String]> {
    /// Short texts for a model to read, none of them empty.
    static func texts(_ name: String, _ range: ClosedRange<Int>, atMost bytes: Int) -> Field {
        Field(
            name, "a list of \(range.lowerBound) to \(range.upperBound) texts of 1 to \(bytes) bytes",
            schema: .array(of: .string(length: 1...bytes), range)
        ) { json in
            guard let list = json.arrayValue, range.contains(list.count) else { return nil }
            let text = Field<String>.written(name, atMost: bytes)
            let texts = list.compactMap { text.parse($0) }
            return texts.count == list.count ? texts : nil
        }
    }
}

extension Field<String> {
    /// What a person wrote, for a model to read: not empty, and without U+0000.
    static func written(_ name: String, atMost bytes: Int) -> Field {
        Field(
            name, "a text of 1 to \(bytes) bytes that is not blank, without U+0000", schema: .string(length: 1...bytes)
        ) { json in
            json.stringValue.flatMap { text in
                (1...bytes).contains(text.utf8.count) && !text.utf8.contains(0) && !text.allSatisfy(\.isWhitespace)
                    ? text : nil
            }
        }
    }
}

extension Field {
    /// Words of a closed set, each once.
    static func choices<Word>(_ name: String, of type: Word.Type) -> Field<[Word]>
    where Word: RawRepresentable & CaseIterable & Hashable & Sendable, Word.RawValue == String {
        let known = Word.allCases.map(\.rawValue).joined(separator: ", ")
        return Field<[Word]>(
            name, "a list of some of \(known), each once",
            schema: .array(of: .choice(Word.allCases.map(\.rawValue)), 1...Word.allCases.count, isSet: true)
        ) { json in
            guard let list = json.arrayValue, !list.isEmpty, list.count <= Word.allCases.count else { return nil }
            let words = list.compactMap { $0.stringValue.flatMap(Word.init(rawValue:)) }
            return words.count == list.count && Set(words).count == words.count ? words : nil
        }
    }
}
