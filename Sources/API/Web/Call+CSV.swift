import HTTPServer
import JSON

extension Call {
    /// A page of a list: in JSON, or as a table for who asks for `text/csv`. A table says where the next page begins in the
    /// field `X-Next-Cursor`.
    /// - Parameter view: with the members `items` and `next_cursor`.
    func answerList(_ view: some Encodable) throws -> HTTPResponse {
        var answer = try answer(view)
        answer.headers.add("Vary", "Accept")
        guard request.prefersCSV, case .bytes(let bytes) = answer.body, let page = try? JSONValue(parsing: bytes) else {
            return answer
        }
        let table = CSVTable(page["items"]?.arrayValue ?? [])
        var response = HTTPResponse.text(table.text, contentType: "text/csv; charset=utf-8; header=present")
        response.headers.add("Vary", "Accept")
        response.headers.add("Content-Disposition", "attachment; filename=\"\(request.segments.last ?? "list").csv\"")
        if let cursor = page["next_cursor"]?.stringValue { response.headers.add("X-Next-Cursor", cursor) }
        return response
    }
}

extension HTTPRequest {
    /// `text/csv` is named in `Accept`, and JSON is not.
    var prefersCSV: Bool {
        let types = headers.values(of: "Accept").flatMap { $0.split(separator: ",") }.prefix(32).map { range in
            String(range.prefix { $0 != ";" }).lowercased().filter { $0 != " " && $0 != "\t" }
        }
        return types.contains("text/csv") && !types.contains("application/json")
    }
}
