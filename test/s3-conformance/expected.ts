const checksums = 'radosgw 16 checks Content-MD5 and passes over x-amz-checksum headers';
const digests = { told: "expected '200' to be '400 BadDigest'", why: checksums };
const chunks = {
  told: "'400 XAmzContentSHA256Mismatch' to be",
  why: 'radosgw 16 does not know aws-chunked without signatures',
};

/** Where radosgw is not as S3 is, by case: what the case then says, and why our emulator stays with S3. */
export const differences: Readonly<Record<string, { readonly told: string; readonly why: string }>> = {
  'a stream of known length is stored as it is, without its framing': {
    told: 'MissingContentLength',
    why: 'the same unsigned aws-chunked; a client gets around it with AWS_REQUEST_CHECKSUM_CALCULATION=WHEN_REQUIRED',
  },
  'a key of 1,024 bytes is the longest': {
    told: "'400 InvalidObjectName'",
    why: 'the limit is the same, its name another',
  },
  'two kilobytes of metadata are the most': {
    told: "expected [ 'ok', 'ok' ]",
    why: 'the limit of radosgw is rgw_max_attr_size, which is off as it comes',
  },
  'a page of less than no keys is refused': { told: "expected 'ok'", why: 'radosgw takes it for the default' },
  'an object is replaced only while it is the one that is meant': {
    told: "expected '412 PreconditionFailed' to be 'ok'",
    why: 'radosgw 16 compares If-Match with the ETag without its quotes, in which every client sends it',
  },
  'what is not there cannot be replaced on condition': {
    told: "expected '412 PreconditionFailed' to match /^404 /",
    why: 'S3 answers 404 ("Conditional writes", S3 user guide)',
  },
  'a multipart upload is completed only where there is no object': {
    told: "expected 'ok' to be '412 PreconditionFailed'",
    why: 'radosgw 16 passes over If-None-Match when it completes an upload',
  },
  'an upload that was aborted cannot be completed': {
    told: "expected '500 InternalError' to be '404 NoSuchUpload'",
    why: 'a fault of radosgw 16',
  },
  'parts are named in the order of their numbers': { told: "to be '400 InvalidPartOrder'", why: 'radosgw sorts them' },
  'there are ten thousand parts at most': {
    told: "expected 'ok' to be '400 InvalidArgument'",
    why: 'radosgw has no such limit',
  },
  'an S3 header that is not signed is refused': {
    told: "expected '200' to be '403 AccessDenied'",
    why: 'radosgw takes whatever else a request carries',
  },
  'a presigned address lives for a week at most': {
    told: "expected '403 AccessDenied' to be '400 AuthorizationQueryParametersError'",
    why: 'the limit is the same, its name another',
  },
  'a body whose CRC32 is another is refused, and a right one is kept': digests,
  'a body whose CRC32C is another is refused, and a right one is kept': digests,
  'a body whose CRC64NVME is another is refused, and a right one is kept': digests,
  'a body whose SHA1 is another is refused, and a right one is kept': digests,
  'a body whose SHA256 is another is refused, and a right one is kept': digests,
  'a checksum that is announced has to come, and only one': {
    told: "expected '200' to be '400 InvalidRequest'",
    why: checksums,
  },
  'the checksums that the SDK sends are right, whatever the algorithm': { told: 'expected undefined', why: checksums },
  "a body in S3's own chunks is stored without them, and its trailing checksum holds": chunks,
  'a body that is cut short is refused': chunks,
  'objects are deleted at once only with a digest of what is asked': {
    told: "expected '200' to match /^400 /",
    why: 'radosgw does without',
  },
};
