internal import COpenSSL

/// Whether two secrets are equal, in a time that reveals only their lengths (CRYPTO_memcmp(3)).
public func constantTimeEquals(_ first: some Collection<UInt8>, _ second: some Collection<UInt8>) -> Bool {
    first.withBytes { first in
        second.withBytes { second in
            first.count == second.count
                && (first.isEmpty || CRYPTO_memcmp(first.baseAddress, second.baseAddress, first.count) == 0)
        }
    }
}
