// The version check of `npm start` and `npm run chat`: exits with a message of one line if Node is too old. It runs
// before the programs and uses the syntax of old Node versions, which cannot parse the programs.

var pkg = require("../package.json");

var wanted = pkg.engines.node.replace(/[^\d.]/g, "");

function isAtLeast(version, least) {
  var parts = version.split(".").map(Number);
  var leastParts = least.split(".").map(Number);
  for (var i = 0; i < leastParts.length; i++) {
    if (parts[i] !== leastParts[i]) return parts[i] > leastParts[i];
  }
  return true;
}

var present = process.versions.node;
var message = "This needs Node " + wanted + " or later, and this is " + present + ".";
if (!isAtLeast(present, wanted)) {
  console.error(message + " https://nodejs.org has newer ones.");
  process.exit(1);
}
