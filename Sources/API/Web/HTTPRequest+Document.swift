import HTTPServer
import JSON
import Jobs

extension HTTPRequest {
    /// The body as a JSON document whose numbers can be stored: what every route reads.
    /// - Throws: as `json()` does; 422 with the pointer of a number that is too long when it is written out.
    func document() throws(Problem) -> JSONValue {
        let json = try json()
        if let place = JSONSize(of: body).longNumber {
            throw .invalid([Problem.FieldError(pointer: place, message: NumberText.objection)])
        }
        return json
    }
}
