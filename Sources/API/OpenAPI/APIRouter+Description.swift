import HTTPServer

extension APIRouter.Declaration {
    /// All that the route takes beside its body.
    var parameters: [APIParameter] {
        var parameters = pathNames.map { name in
            APIParameter(name, in: .path, .string, "`\(name)` of what is meant.", isRequired: true)
        }
        parameters += operation.parameters
        if isRepeatable { parameters.append(.idempotencyKey) }
        return parameters
    }

    /// The statuses of the refusals that may be the answer.
    var refusals: Set<HTTPStatus> {
        var statuses = operation.refusals
        statuses.formUnion([.badRequest, .tooManyRequests, .headerFieldsTooLarge, .serviceUnavailable])
        if roles != nil { statuses.formUnion([.unauthorized, .forbidden]) }
        if !pathNames.isEmpty { statuses.insert(.notFound) }
        if method != .get {
            statuses.formUnion([.requestTimeout, .contentTooLarge])
        }
        if operation.body != nil { statuses.formUnion([.unsupportedMediaType, .unprocessableContent]) }
        // A key that was used with another body, and one whose request is under way.
        if isRepeatable { statuses.formUnion([.conflict, .unprocessableContent]) }
        return statuses
    }

    private var pathNames: [String] {
        pattern.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map {
            String($0.dropFirst().dropLast())
        }
    }
}
