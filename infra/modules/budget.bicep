metadata description = 'A monthly budget of the resource group, which warns before it is spent.'

@description('Name of the budget.')
@minLength(1)
@maxLength(63)
param name string

@description('Amount a month, in the currency of the subscription.')
@minValue(1)
param amount int

@description('First day of the month in which it begins; it cannot be changed later.')
@minLength(10)
@maxLength(10)
param startDate string

@description('Who is told, beside the owners of the subscription.')
param emails string[]

@description('At how many per cent of the amount.')
param thresholds int[] = [50, 80, 100]

var alerts = [for threshold in thresholds: {
  key: 'actual${threshold}'
  alert: {
    enabled: true
    operator: 'GreaterThanOrEqualTo'
    threshold: threshold
    thresholdType: 'Actual'
    contactRoles: [
      'Owner'
    ]
    contactEmails: emails
  }
}]
var forecast = {
  forecast: {
    enabled: true
    operator: 'GreaterThanOrEqualTo'
    threshold: 100
    thresholdType: 'Forecasted'
    contactRoles: [
      'Owner'
    ]
    contactEmails: emails
  }
}

resource budget 'Microsoft.Consumption/budgets@2023-11-01' = {
  name: name
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: {
      startDate: startDate
    }
    notifications: union(forecast, toObject(alerts, one => one.key, one => one.alert))
  }
}
