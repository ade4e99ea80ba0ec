"""Signs uploads with boto3 as a service would, and uploads a file in parts to the local AWS; prints both as JSON."""

import io
import json
import os

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

BUCKET, KEY = "lms-test-media", "uploads/by-boto3.bin"
PART = 5 * 1024 * 1024


def signed(client):
    where = {"Bucket": BUCKET, "Key": KEY}
    part = {**where, "UploadId": "an-upload", "PartNumber": 1}
    post = client.generate_presigned_post(**where)
    return {
        "put": client.generate_presigned_url("put_object", Params=where),
        "part": client.generate_presigned_url("upload_part", Params=part),
        "post": post["url"],
        "postFields": sorted(post["fields"]),
    }


by_version_4 = Config(signature_version="s3v4")
result = {"told": signed(boto3.client("s3", config=by_version_4))}
del os.environ["AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"]
result["asIs"] = signed(boto3.client("s3"))

local = boto3.client("s3", endpoint_url=os.environ["LOCAL_AWS"], config=by_version_4)
local.upload_fileobj(
    io.BytesIO(b"x" * (PART + 10)),
    BUCKET,
    KEY,
    ExtraArgs={"ChecksumAlgorithm": "SHA256"},
    Config=TransferConfig(multipart_threshold=PART, multipart_chunksize=PART),
)
head = local.head_object(Bucket=BUCKET, Key=KEY)
result["uploaded"] = {"bytes": head["ContentLength"], "etag": head["ETag"]}
result["local"] = local.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "uploads/signed.bin"})
print(json.dumps(result))
