extension AWSEndpoints {
    /// Where S3 answers: at AWS a bucket has a host of its own, at an override it is a part of the path.
    func endpoint(for resource: S3Resource, in region: AWSRegion) -> Endpoint {
        var endpoint = endpoint(for: "s3", in: region)
        switch resource.place {
        case .allBuckets: break
        case .bucket(let name) where isAWS && Self.isHostLabel(name):
            let host = "\(name).\(endpoint.host)"
            endpoint = Endpoint(url: "https://\(host)/", host: host, path: "/")
        case .bucket(let name): endpoint.append(PercentEncoding.encode(name.utf8))
        case .account(let id):
            // Only the host names the account, so a request to an override keeps the host that AWS would have.
            let host = "\(id).s3-control.\(region.name).\(region.partition.domain)"
            if isAWS { endpoint = Endpoint(url: "https://\(host)/", host: host, path: "/") }
            endpoint.host = host
            endpoint.append("v20180820/configuration/publicAccessBlock")
        }
        let query = resource.canonicalQuery
        if !query.isEmpty { endpoint.url += "?\(query)" }
        return endpoint
    }

    /// A dot would not match the certificate, and old buckets have names that no host can have.
    private static func isHostLabel(_ name: String) -> Bool {
        (3...63).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            } && !name.hasPrefix("-") && !name.hasSuffix("-")
    }
}

extension AWSEndpoints.Endpoint {
    mutating func append(_ part: String) {
        url += part
        path += part
    }
}
