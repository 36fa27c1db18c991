import Cryptography
import HTTPClient

extension AWSClient {
    /// The call as it goes out, signed for its region. Nothing secret is part of the URL.
    func request(_ call: AWSCall, _ credentials: AWSCredentials, _ left: Duration) -> HTTPClientRequest {
        let endpoint = endpoint(for: call)
        let body = call.body
        let bodyHash = Hex.encode(SHA256.digest(body))
        let stamp = AWSTime.stamp(clock.date)
        var headers: HTTPClientHeaders = ["Host": endpoint.host, "X-Amz-Date": stamp]
        if let resource = call.resource {
            headers.add("X-Amz-Content-Sha256", bodyHash)
            if case .account(let id) = resource.place { headers.add("X-Amz-Account-Id", id) }
        } else {
            let type = call.document == nil ? "application/x-www-form-urlencoded; charset=utf-8" : "application/json"
            headers.add("Content-Type", type)
        }
        if let token = credentials.sessionToken { headers.add("X-Amz-Security-Token", token) }
        let method = call.resource == nil ? "POST" : "GET"
        if !credentials.isNone {
            let signed = SigV4Request(
                method: method, path: endpoint.path, query: call.resource?.canonicalQuery ?? "",
                headers: headers.fields.map { ($0.name, $0.value) }, bodyHash: bodyHash)
            let signer = SigV4Signer(
                service: call.service, region: call.region.name, normalizesPath: call.resource == nil)
            headers.add("Authorization", signer.authorization(signed, timestamp: stamp, credentials: credentials))
        }
        let limits = HTTPClientLimits(
            total: left, connect: configuration.connectLimit, firstByte: configuration.firstByteLimit,
            responseBytes: configuration.answerBytes)
        var request = HTTPClientRequest(
            method: method, url: endpoint.url, headers: headers, body: body, limits: limits)
        request.needsFreshConnection = !call.mayRepeat
        return request
    }

    private func endpoint(for call: AWSCall) -> AWSEndpoints.Endpoint {
        if let resource = call.resource { return configuration.endpoints.endpoint(for: resource, in: call.region) }
        var endpoint = configuration.endpoints.endpoint(for: call.hostLabel, in: call.region)
        if let document = call.document { endpoint.append(document.path) }
        return endpoint
    }
}
