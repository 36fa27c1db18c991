import HTTPServer
import JSON
import Testing

@testable import API

@Suite("Lists as tables, payloads with masks, streams of several topics")
struct TableTests {
    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

    @Test("a member of a member is a column; what is missing is empty; numbers keep their digits")
    func table() throws {
        let items = try json(#"[{"id":1,"at":{"x":12345678901234567890}},{"id":2,"tags":["a","b"],"none":null}]"#)
        let table = CSVTable(items.arrayValue ?? [])
        #expect(
            table.text == "id,at.x,tags,none\r\n1,12345678901234567890,,\r\n2,,\"[\"\"a\"\",\"\"b\"\"]\",\r\n")
    }

    @Test(
        "a text that a spreadsheet would take for a formula is none",
        arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
    func formula(_ text: String) throws {
        let table = CSVTable([.object(["name": .string(text), "=name": .number(JSONNumber(1))])])
        #expect(table.text.contains("'\(text)"))
        #expect(table.text.hasPrefix("name,'=name\r\n"))
        #expect(CSVTable([.object(["n": .number(JSONNumber(-1))])]).text == "n\r\n-1\r\n")
    }

    @Test("quotes, commas and line breaks stay in their cell")
    func quotes() throws {
        #expect(
            CSVTable([.object(["a": .string("x\"y"), "b": .string("1,2"), "c": .string("l\nm")])]).text
                == "a,b,c\r\n\"x\"\"y\",\"1,2\",\"l\nm\"\r\n")
    }

    @Test("secrets are masked at any depth, by whatever spelling; all else stays as it was")
    func mask() throws {
        let payload = #"{"a":[{"API-Token":"x","n":1e400}],"password":null,"Secret":{"b":1},"tokens_in":3}"#
        let masked = SecretMask.masked(Array(payload.utf8))
        #expect(
            String(decoding: masked.bytes, as: UTF8.self)
                == #"{"a":[{"API-Token":"***","n":1e400}],"password":null,"Secret":"***","tokens_in":3}"#)
    }
}
