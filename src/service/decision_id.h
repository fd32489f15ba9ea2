#ifndef WANYAN_SERVICE_DECISION_ID_H_
#define WANYAN_SERVICE_DECISION_ID_H_

#include <string>

namespace wanyan {

// 128 random bits as 32 hexadecimal digits: unique without anyone to ask. Safe
// to call from any thread.
std::string NewDecisionId();

}  // namespace wanyan

#endif  // WANYAN_SERVICE_DECISION_ID_H_
