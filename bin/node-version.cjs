// What `npm start` and `npm run chat` begin with: says in one line that Node is too old. In the syntax of old Node
// versions, and before anything that they could not read.

var pkg = require("../package.json");

var wanted = pkg.engines.node.replace(/[^\d.]/g, "");

/** Whether a version is at least another. */
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
