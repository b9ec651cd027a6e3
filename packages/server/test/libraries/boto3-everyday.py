"""Everyday use of boto3's resource API, as boto3.test.ts runs it. Exits non-zero when anything is off."""

import os
from decimal import Decimal

import boto3
from boto3.dynamodb.conditions import Attr, Key
from botocore.exceptions import ClientError

dynamodb = boto3.resource("dynamodb", endpoint_url=os.environ["HEADWATER_TEST_ENDPOINT"])
table = dynamodb.create_table(
    TableName="boats",
    BillingMode="PAY_PER_REQUEST",
    KeySchema=[
        {"AttributeName": "harbour", "KeyType": "HASH"},
        {"AttributeName": "name", "KeyType": "RANGE"},
    ],
    AttributeDefinitions=[
        {"AttributeName": name, "AttributeType": "S"} for name in ("harbour", "name", "colour")
    ],
    GlobalSecondaryIndexes=[
        {
            "IndexName": "byColour",
            "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }
    ],
)
table.wait_until_exists()

boat = {
    "harbour": "Brest",
    "name": "Abeille",
    "colour": "red",
    "crew": Decimal("12"),
    "draft": Decimal("1.50"),
    "flags": {"fr", "eu"},
    "log": [{"day": 1, "ok": True}, None],
    "photo": b"\x00\xff",
}
table.put_item(Item=boat)
read = table.get_item(Key={"harbour": "Brest", "name": "Abeille"}, ConsistentRead=True)["Item"]
assert {**read, "photo": read["photo"].value} == boat, read

updated = table.update_item(
    Key={"harbour": "Brest", "name": "Abeille"},
    UpdateExpression="SET crew = crew + :one, #log[0].ok = :no",
    ConditionExpression=Attr("draft").lt(2) & Attr("colour").exists(),
    ExpressionAttributeNames={"#log": "log"},
    ExpressionAttributeValues={":one": 1, ":no": False},
    ReturnValues="UPDATED_NEW",
)["Attributes"]
assert updated["crew"] == 13 and updated["log"][0]["ok"] is False, updated

with table.batch_writer() as batch:
    for number in range(60):
        batch.put_item(Item={"harbour": "Brest", "name": f"B{number:02}", "colour": "blue"})

found, page = [], {}
while True:
    answer = table.query(
        KeyConditionExpression=Key("harbour").eq("Brest") & Key("name").begins_with("B"),
        ScanIndexForward=False,
        Limit=25,
        **page,
    )
    found += [item["name"] for item in answer["Items"]]
    if "LastEvaluatedKey" not in answer:
        break
    page = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
assert found == [f"B{number:02}" for number in reversed(range(60))], found

blue = table.query(IndexName="byColour", KeyConditionExpression=Key("colour").eq("blue"))
assert blue["Count"] == 60, blue["Count"]
crewed = table.scan(FilterExpression=Attr("crew").gte(13) & Attr("flags").contains("fr"))
assert [item["name"] for item in crewed["Items"]] == ["Abeille"], crewed

try:
    table.put_item(Item=boat, ConditionExpression=Attr("harbour").not_exists())
    raise AssertionError("the condition was not checked")
except ClientError as error:
    assert error.response["Error"]["Code"] == "ConditionalCheckFailedException", error

table.delete()
table.wait_until_not_exists()
